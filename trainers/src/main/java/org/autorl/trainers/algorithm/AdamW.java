package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.autorl.trainers.policy.Policy;

/** AdamW (https://arxiv.org/abs/1711.05101) with the gradient's norm clipped first. */
final class AdamW implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.95;
  private static final double EPSILON = 1e-8;

  /** A weight with the running means of its gradient and of the gradient's square. */
  private record Slot(NDArray weight, NDArray first, NDArray second) {}

  private final NDManager manager;
  private final List<Slot> slots = new ArrayList<>();
  private final double weightDecay;
  private final double maxGradNorm;
  private long steps;

  AdamW(Policy policy, NDManager parent, double weightDecay, double maxGradNorm) {
    this.manager = parent.newSubManager();
    this.weightDecay = weightDecay;
    this.maxGradNorm = maxGradNorm;
    for (NDArray weight : policy.weights().values()) {
      weight.setRequiresGradient(true);
      slots.add(
          new Slot(weight, manager.zeros(weight.getShape()), manager.zeros(weight.getShape())));
    }
  }

  /**
   * Moves the weights against their gradients and clears these.
   *
   * @return the norm of the gradient before clipping; not finite if the gradient is not, and then
   *     nothing has moved
   */
  double step(double learningRate) {
    try (NDManager scratch = manager.newSubManager()) {
      NDList gradients = new NDList();
      NDList squares = new NDList();
      for (Slot slot : slots) {
        NDArray gradient = slot.weight().getGradient();
        gradient.attach(scratch);
        gradients.add(gradient);
        squares.add(gradient.square().sum());
      }
      double norm = Math.sqrt(NDArrays.stack(squares).sum().getFloat());
      if (!Double.isFinite(norm)) {
        return norm;
      }
      steps++;
      double clip = Math.min(1, maxGradNorm / (norm + 1e-6));
      double correction = Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
      for (int i = 0; i < slots.size(); i++) {
        move(slots.get(i), gradients.get(i), clip, learningRate, learningRate * correction);
      }
      return norm;
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

  @Override
  public void close() {
    slots.forEach(slot -> slot.weight().setRequiresGradient(false));
    manager.close();
  }
}
