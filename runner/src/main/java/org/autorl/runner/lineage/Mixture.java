package org.autorl.runner.lineage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Lineage;

/**
 * How well a base policy and another one, mixed, explain a third: least squares over a sample of
 * their matrices. Linear mixtures are what most programs make that merge policies
 * (https://arxiv.org/abs/2203.05482).
 *
 * <p>With base {@code b}, known policy {@code k} and weights {@code w}, it fits {@code w - b = c b
 * + d (k - b)}. Fitting the change keeps the equations well behaved where {@code k} is close to
 * {@code b}.
 */
final class Mixture {
  /** Numbers of a matrix that are looked at, in blocks that lie evenly in it. */
  private static final int BLOCKS = 16;

  private static final int BLOCK = 256;

  private final float[] b = new float[BLOCK];
  private final float[] w = new float[BLOCK];
  private final float[] k = new float[BLOCK];
  private double bb;
  private double bd;
  private double dd;
  private double by;
  private double dy;
  private double yy;
  private double ww;
  private double wk;
  private double kk;
  private double away;

  Mixture(Weights base, Weights given, Weights known) throws IOException {
    for (var tensor : base.shapes().entrySet()) {
      List<Long> shape = tensor.getValue();
      if (shape.size() > 1) {
        sample(tensor.getKey(), base, given, known);
      }
    }
  }

  private void sample(String tensor, Weights base, Weights given, Weights known)
      throws IOException {
    long size = base.size(tensor);
    long step = Math.max(BLOCK, size / BLOCKS);
    for (long from = 0; from < size; from += step) {
      int count = (int) Math.min(BLOCK, size - from);
      base.read(tensor, from, count, b);
      given.read(tensor, from, count, w);
      known.read(tensor, from, count, k);
      for (int i = 0; i < count; i++) {
        add(b[i], w[i], k[i]);
      }
    }
  }

  private void add(double b, double w, double k) {
    double d = k - b;
    double y = w - b;
    bb += b * b;
    bd += b * d;
    dd += d * d;
    by += b * y;
    dy += d * y;
    yy += y * y;
    ww += w * w;
    wk += w * k;
    kk += k * k;
    away += (w - k) * (w - k);
  }

  /** The fit; empty if the known policy is the base policy, or nothing changed. */
  Optional<Lineage.Kin> kin(String name) {
    double determinant = bb * dd - bd * bd;
    if (yy == 0 || kk == 0 || ww == 0 || determinant <= 1e-12 * bb * dd) {
      return Optional.empty();
    }
    double c = (by * dd - dy * bd) / determinant;
    double d = (dy * bb - by * bd) / determinant;
    double left = yy - c * by - d * dy;
    return Optional.of(
        new Lineage.Kin(
            name,
            1 + c - d,
            d,
            Math.sqrt(Math.max(0, left) / yy),
            Math.sqrt(away / kk),
            Math.sqrt(yy / bb),
            wk / Math.sqrt(ww) / Math.sqrt(kk)));
  }
}
