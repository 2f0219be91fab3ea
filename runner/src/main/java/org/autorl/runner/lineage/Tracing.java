package org.autorl.runner.lineage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.autorl.records.Lineage;
import org.autorl.records.TensorChange;

/**
 * Finds where the weights of a submission come from.
 *
 * @param lineage the finding
 * @param tensors that it rests on, by name
 */
public record Tracing(Lineage lineage, List<TensorChange> tensors) {
  public Tracing {
    tensors = List.copyOf(tensors);
  }

  /**
   * Compares a submission with its base policy and with other policies.
   *
   * @param base files of the base policy by name
   * @param given files of the submission by name; a tensor for each of the base policy
   * @param known other policies; those of other shapes are passed over
   * @throws IOException also if the weights of one of the two cannot be read
   */
  public static Tracing of(
      SortedMap<String, Path> base, SortedMap<String, Path> given, List<PolicyFolder> known)
      throws IOException {
    try (Weights from = Weights.open(base);
        Weights to = Weights.open(given)) {
      List<TensorChange> tensors = new ArrayList<>();
      Comparison comparison = new Comparison(from, to);
      for (String tensor : from.shapes().keySet()) {
        if (to.shapes().containsKey(tensor)) {
          tensors.add(comparison.of(tensor));
        }
      }
      List<Lineage.Kin> kin = new ArrayList<>();
      for (PolicyFolder policy : known) {
        kin(policy, from, to).ifPresent(kin::add);
      }
      Optional<Lineage.Kin> nearest =
          kin.stream().min(Comparator.comparingDouble(Lineage.Kin::unexplained));
      return new Tracing(
          Lineage.of(tensors, nearest, TextDifferences.between(base, given)), tensors);
    } catch (IllegalArgumentException e) {
      throw new IOException("weights cannot be compared: " + e.getMessage(), e);
    }
  }

  private static Optional<Lineage.Kin> kin(PolicyFolder policy, Weights base, Weights given)
      throws IOException {
    try (Weights known = Weights.open(policy.files())) {
      return known.shapes().equals(base.shapes())
          ? new Mixture(base, given, known).kin(policy.name())
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      // A neighbour that is no policy explains nothing.
      return Optional.empty();
    }
  }
}
