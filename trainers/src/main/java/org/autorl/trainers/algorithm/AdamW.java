package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.TreeMap;
import org.autorl.trainers.policy.Policy;

/** AdamW (https://arxiv.org/abs/1711.05101) with the gradient's norm clipped first. */
final class AdamW implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.95;
  private static final double EPSILON = 1e-8;

  private record Moments(NDArray first, NDArray second) {}

  private final Policy policy;
  private final NDManager manager;
  private final Map<String, Moments> moments = new TreeMap<>();
  private final double weightDecay;
  private final double maxGradNorm;
  private long steps;

  AdamW(Policy policy, NDManager parent, double weightDecay, double maxGradNorm) {
    this.policy = policy;
    this.manager = parent.newSubManager();
    this.weightDecay = weightDecay;
    this.maxGradNorm = maxGradNorm;
    policy
        .weights()
        .forEach(
            (name, weight) -> {
              weight.setRequiresGradient(true);
              moments.put(
                  name,
                  new Moments(manager.zeros(weight.getShape()), manager.zeros(weight.getShape())));
            });
  }

  /**
   * Moves the weights against their gradients and clears these.
   *
   * @return the norm of the gradient before clipping; not finite if the gradient is not, and then
   *     nothing has moved
   */
  double step(double learningRate) {
    try (NDManager scratch = manager.newSubManager()) {
      NDList squares = new NDList();
      Map<String, NDArray> gradients = new TreeMap<>();
      policy
          .weights()
          .forEach(
              (name, weight) -> {
                NDArray gradient = weight.getGradient();
                gradient.attach(scratch);
                gradients.put(name, gradient);
                squares.add(gradient.square().sum());
              });
      double norm = Math.sqrt(NDArrays.stack(squares).sum().getFloat());
      if (!Double.isFinite(norm)) {
        return norm;
      }
      steps++;
      float clip = (float) Math.min(1, maxGradNorm / (norm + 1e-6));
      double correction = Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
      policy
          .weights()
          .forEach(
              (name, weight) -> {
                NDArray g = gradients.get(name);
                Moments m = moments.get(name);
                g.muli(clip);
                m.first().muli(BETA1).addi(g.mul(1 - BETA1));
                m.second().muli(BETA2).addi(g.square().mul(1 - BETA2));
                NDArray step = m.first().div(m.second().sqrt().addi(EPSILON));
                if (weight.getShape().dimension() > 1 && weightDecay > 0) {
                  weight.muli(1 - learningRate * weightDecay);
                }
                weight.subi(step.muli(learningRate * correction));
                g.muli(0);
              });
      return norm;
    }
  }

  @Override
  public void close() {
    policy.weights().values().forEach(weight -> weight.setRequiresGradient(false));
    manager.close();
  }
}
