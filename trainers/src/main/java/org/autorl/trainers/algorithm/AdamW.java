package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.autorl.trainers.policy.Safetensors.Tensor;

/** AdamW (https://arxiv.org/abs/1711.05101) with the gradient's norm clipped first. */
final class AdamW implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.95;
  private static final double EPSILON = 1e-8;
  private static final String FIRST = "first/";
  private static final String SECOND = "second/";

  /** A weight with the running means of its gradient and of the gradient's square. */
  private record Slot(String name, NDArray weight, NDArray first, NDArray second) {}

  /**
   * All that the next step depends on, but for the weights.
   *
   * @param steps updates made
   * @param moments running means, by {@code first/} or {@code second/} and the weight's name
   */
  record State(long steps, SortedMap<String, Tensor> moments) {}

  /** What a step met. */
  sealed interface Outcome permits Moved, NotFinite {}

  /** The weights have moved; {@code norm} is that of the gradient before clipping. */
  record Moved(double norm) implements Outcome {}

  /** Something was no number, and nothing has moved. */
  record NotFinite(String what, double value) implements Outcome {}

  private final NDManager manager;
  private final List<Slot> slots = new ArrayList<>();
  private final double weightDecay;
  private final double maxGradNorm;
  private long steps;

  /** An optimiser of these weights, by name. */
  AdamW(Map<String, NDArray> weights, NDManager parent, double weightDecay, double maxGradNorm) {
    this.manager = parent.newSubManager();
    this.weightDecay = weightDecay;
    this.maxGradNorm = maxGradNorm;
    new TreeMap<>(weights)
        .forEach(
            (name, weight) -> {
              weight.setRequiresGradient(true);
              slots.add(
                  new Slot(
                      name,
                      weight,
                      manager.zeros(weight.getShape()),
                      manager.zeros(weight.getShape())));
            });
  }

  /** Moves the weights against their gradients and clears these. */
  Outcome step(double learningRate) {
    try (NDManager scratch = manager.newSubManager()) {
      NDList gradients = gradients(scratch);
      float[] squares = squares(gradients);
      double norm = 0;
      for (float square : squares) {
        norm += square;
      }
      norm = Math.sqrt(norm);
      if (!Double.isFinite(norm)) {
        clear(gradients);
        return notFinite("the gradient", squares).orElse(new NotFinite("grad_norm", norm));
      }
      NDList before = new NDList();
      slots.forEach(slot -> before.add(copy(slot.weight(), scratch)));
      steps++;
      double clip = Math.min(1, maxGradNorm / (norm + 1e-6));
      double correction =
          Math.sqrt(1 - Math.pow(BETA2, (double) steps)) / (1 - Math.pow(BETA1, (double) steps));
      for (int i = 0; i < slots.size(); i++) {
        move(slots.get(i), gradients.get(i), clip, learningRate, learningRate * correction);
      }
      Optional<NotFinite> broken = notFinite("the weight", magnitudes(scratch));
      if (broken.isPresent()) {
        for (int i = 0; i < slots.size(); i++) {
          slots.get(i).weight().set(before.get(i).toFloatArray());
        }
        return broken.get();
      }
      return new Moved(norm);
    }
  }

  private void move(Slot slot, NDArray gradient, double clip, double rate, double stepSize) {
    gradient.muli(clip);
    slot.first().muli(BETA1).addi(gradient.mul(1 - BETA1));
    slot.second().muli(BETA2).addi(gradient.square().mul(1 - BETA2));
    if (weightDecay > 0 && slot.weight().getShape().dimension() > 1) {
      slot.weight().muli(1 - rate * weightDecay);
    }
    try (NDArray root = slot.second().sqrt().addi(EPSILON);
        NDArray step = slot.first().div(root)) {
      slot.weight().subi(step.muli(stepSize));
    }
    gradient.muli(0);
  }

  /** Forgets what the backward passes have gathered. */
  void clear() {
    try (NDManager scratch = manager.newSubManager()) {
      clear(gradients(scratch));
    }
  }

  /** Not by a product with 0: what is no number stays none. */
  private static void clear(NDList gradients) {
    gradients.forEach(gradient -> gradient.set(new float[(int) gradient.size()]));
  }

  private NDList gradients(NDManager scratch) {
    NDList gradients = new NDList();
    for (Slot slot : slots) {
      NDArray gradient = slot.weight().getGradient();
      gradient.attach(scratch);
      gradients.add(gradient);
    }
    return gradients;
  }

  private static NDArray copy(NDArray weight, NDManager scratch) {
    NDArray copy = weight.duplicate();
    copy.attach(scratch);
    return copy;
  }

  /** One number for each gradient, with one way to the host for all. */
  private static float[] squares(NDList gradients) {
    NDList sums = new NDList();
    gradients.forEach(gradient -> sums.add(gradient.square().sum()));
    return NDArrays.stack(sums).toFloatArray();
  }

  /** As {@link #squares}, of the weights. */
  private float[] magnitudes(NDManager scratch) {
    NDList sums = new NDList();
    for (Slot slot : slots) {
      // What is made of a weight lives as long as the policy if nobody takes it away.
      NDArray magnitude = slot.weight().abs();
      magnitude.attach(scratch);
      sums.add(magnitude.sum());
    }
    return NDArrays.stack(sums).toFloatArray();
  }

  private Optional<NotFinite> notFinite(String kind, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      if (!Float.isFinite(sums[i])) {
        return Optional.of(new NotFinite(kind + " of `" + slots.get(i).name() + "`", sums[i]));
      }
    }
    return Optional.empty();
  }

  /** What a checkpoint keeps. */
  State state() {
    SortedMap<String, Tensor> moments = new TreeMap<>();
    for (Slot slot : slots) {
      moments.put(FIRST + slot.name(), tensor(slot.first()));
      moments.put(SECOND + slot.name(), tensor(slot.second()));
    }
    return new State(steps, moments);
  }

  /**
   * Goes on from a state.
   *
   * @throws IllegalArgumentException if it is one of other weights
   */
  void restore(State state) {
    for (Slot slot : slots) {
      restore(slot.first(), FIRST + slot.name(), state.moments());
      restore(slot.second(), SECOND + slot.name(), state.moments());
    }
    steps = state.steps();
  }

  /** An array's numbers on the host. */
  static Tensor tensor(NDArray array) {
    return new Tensor(array.getShape().getShape(), array.toFloatArray());
  }

  /** Puts back what was saved under a name. */
  static void restore(NDArray array, String name, Map<String, Tensor> saved) {
    Tensor tensor = saved.get(name);
    if (tensor == null || !Arrays.equals(tensor.shape(), array.getShape().getShape())) {
      throw new IllegalArgumentException(
          "the checkpoint holds no `%s` of shape %s; it is one of another policy or algorithm"
              .formatted(name, Arrays.toString(array.getShape().getShape())));
    }
    array.set(tensor.values());
  }

  @Override
  public void close() {
    slots.forEach(slot -> slot.weight().setRequiresGradient(false));
    manager.close();
  }
}
