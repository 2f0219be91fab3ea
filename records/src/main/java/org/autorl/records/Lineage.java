package org.autorl.records;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the weights of a submission come from: a finding, and the figures that it rests on.
 *
 * <p>Descent is told by direction. In thousands of dimensions two vectors that know nothing of each
 * other are at right angles, so a tensor whose cosine with the base policy's is {@value #RELATED}
 * or more was made from it; training moves weights little (https://arxiv.org/abs/2106.09685,
 * section 7). Matrices alone count: the weights of norms are near 1 in any policy.
 *
 * @param finding what the figures say
 * @param tensors how many were compared
 * @param changed how many of them are not the base policy's, not even by rounding
 * @param relatedShare of all weights in matrices, those of matrices made from the base policy's
 * @param relativeChange of the matrices: L2 norm of all changes over that of the base policy's
 * @param maxAbsChange largest change of one weight
 * @param cosine of the matrices with the base policy's
 * @param kin the known policy that explains the weights best, beside the base policy
 * @param texts how tokenizer, chat template and settings differ, a sentence each
 */
public record Lineage(
    Finding finding,
    int tensors,
    int changed,
    double relatedShare,
    double relativeChange,
    double maxAbsChange,
    double cosine,
    Optional<Kin> kin,
    List<String> texts) {
  /** From this cosine on, a tensor was made from the other. */
  static final double RELATED = 0.5;

  /** A mixture is told by what it leaves unexplained: at most this part of the change's norm. */
  static final double UNEXPLAINED = 0.3;

  /** Less of another policy is no mixture, and as much less of the base policy is that other. */
  static final double TRACE = 0.02;

  public Lineage {
    texts = List.copyOf(texts);
  }

  /** What was found. */
  public enum Finding {
    IDENTICAL_TO_BASE("identical to the base policy"),
    DESCENDS_FROM_BASE("descends from the base policy"),
    KNOWN_POLICY("another known policy"),
    MERGED("merged with another known policy"),
    UNRELATED("unrelated to the base policy");

    private final String label;

    Finding(String label) {
      this.label = label;
    }

    /** For people. */
    public String label() {
      return label;
    }
  }

  /**
   * A known policy as an explanation of the weights: least squares of {@code base * baseShare +
   * policy * share} over a sample of them.
   *
   * @param policy its name
   * @param baseShare of the base policy in the mixture
   * @param share of the known policy in the mixture
   * @param unexplained norm of what the mixture leaves, over the norm of the change from the base
   * @param relativeChange norm of the difference to the known policy over the norm of that policy
   * @param baseRelativeChange the same for the base policy, over the same sample
   * @param cosine with the known policy
   */
  public record Kin(
      String policy,
      double baseShare,
      double share,
      double unexplained,
      double relativeChange,
      double baseRelativeChange,
      double cosine) {
    private boolean mixture() {
      return unexplained <= UNEXPLAINED
          && share >= TRACE
          && baseShare >= TRACE
          && relativeChange > TRACE;
    }
  }

  /** The finding that follows from these figures, and no others. */
  public static Lineage of(List<TensorChange> tensors, Optional<Kin> kin, List<String> texts) {
    double base = 0;
    double own = 0;
    double change = 0;
    double product = 0;
    double most = 0;
    double matrices = 0;
    double related = 0;
    int changed = 0;
    for (TensorChange tensor : tensors) {
      most = Math.max(most, tensor.maxAbsChange());
      changed += tensor.kind() == TensorChange.Kind.CHANGED ? 1 : 0;
      if (tensor.dimensions() > 1) {
        base += tensor.squaredBase();
        own += tensor.squared();
        change += tensor.squaredChange();
        product += tensor.product();
        matrices += tensor.elements();
        related += tensor.cosine() >= RELATED ? tensor.elements() : 0;
      }
    }
    TensorChange all =
        new TensorChange("all", 0, 1, TensorChange.Kind.CHANGED, base, own, change, product, most);
    double share = matrices == 0 ? 0 : related / matrices;
    return new Lineage(
        finding(changed, share, kin),
        tensors.size(),
        changed,
        share,
        all.relativeChange(),
        most,
        all.cosine(),
        kin,
        texts);
  }

  private static Finding finding(int changed, double related, Optional<Kin> kin) {
    if (changed == 0) {
      return Finding.IDENTICAL_TO_BASE;
    }
    if (kin.filter(Kin::mixture).isPresent()) {
      return Finding.MERGED;
    }
    if (kin.filter(k -> k.cosine() >= RELATED && k.relativeChange() < k.baseRelativeChange())
        .isPresent()) {
      return Finding.KNOWN_POLICY;
    }
    return related >= 0.5 ? Finding.DESCENDS_FROM_BASE : Finding.UNRELATED;
  }

  /** For people: the finding with its figures. */
  public String sentence() {
    String figures =
        "%d of %d tensors changed, the matrices by %s of their norm"
            .formatted(changed, tensors, percent(relativeChange));
    return switch (finding) {
      case IDENTICAL_TO_BASE ->
          finding.label() + (maxAbsChange > 0 ? ", rounded to a narrower type" : "");
      case DESCENDS_FROM_BASE -> finding.label() + ": " + figures;
      case UNRELATED ->
          "%s: %s; %s of their weights were made from it"
              .formatted(finding.label(), figures, percent(relatedShare));
      case KNOWN_POLICY ->
          kin.map(
                  k ->
                      "%s, `%s`: %s of its norm away from that"
                          .formatted(finding.label(), k.policy(), percent(k.relativeChange())))
              .orElse(finding.label());
      case MERGED ->
          kin.map(
                  k ->
                      String.format(
                          Locale.ROOT,
                          "%s: %.2f of the base policy and %.2f of `%s`, which leaves %s unexplained",
                          finding.label(),
                          k.baseShare(),
                          k.share(),
                          k.policy(),
                          percent(k.unexplained())))
              .orElse(finding.label());
    };
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.1 ? "%.2f %%" : "%.0f %%", 100 * share);
  }
}
