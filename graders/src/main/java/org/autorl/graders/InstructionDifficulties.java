package org.autorl.graders;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much harder than the average it is to be preferred to the baseline on each instruction.
 *
 * <p>In logits: a policy of even chances has a chance of 1 / (1 + exp(difficulty)). Source: the
 * joint fit of Dubois et al. 2024, <a href="https://arxiv.org/abs/2404.04475">Length-Controlled
 * AlpacaEval</a>, section 3, with each model's sensitivity at 1. Their published difficulties come
 * from all models of their leaderboard; these come from the models at hand, and the more there are,
 * the nearer the two.
 *
 * @param byInstruction from -100 to 100 each
 */
public record InstructionDifficulties(Map<Integer, Double> byInstruction) {
  private static final double LARGEST = 100;
  private static final RidgeLogistic OF_MODEL =
      new RidgeLogistic(
          new double[] {0, LengthControlledWinRate.LENGTH_WEIGHT},
          new double[] {
            LengthControlledWinRate.QUALITY_PRECISION, LengthControlledWinRate.LENGTH_PRECISION
          });
  private static final RidgeLogistic OF_INSTRUCTION =
      new RidgeLogistic(new double[] {0}, new double[] {1});
  private static final int ROUNDS = 1000;
  private static final double SMALLEST_CHANGE = 1e-8;

  /**
   * @throws IllegalArgumentException if a difficulty is out of its range
   */
  public InstructionDifficulties {
    byInstruction = Map.copyOf(byInstruction);
    for (double difficulty : byInstruction.values()) {
      if (!(Math.abs(difficulty) <= LARGEST)) {
        throw new IllegalArgumentException(
            "a difficulty of %s; -100 to 100 is allowed".formatted(difficulty));
      }
    }
  }

  /** The difficulty of an instruction, or empty if nothing is known of it. */
  public Optional<Double> find(int instruction) {
    return Optional.ofNullable(byInstruction.get(instruction));
  }

  /**
   * The difficulties that explain all models' preferences best, along with a quality and a weight
   * of length for each model; a difficulty is drawn to 0 with precision 1.
   *
   * @param models preferences of each model, which need not have answered the same instructions;
   *     not the baseline beside itself
   * @throws IllegalArgumentException if there is no model, or an instruction comes twice for one
   */
  public static InstructionDifficulties of(List<List<Preference>> models) {
    Values.requireSome("models", models);
    models.forEach(LengthControlledWinRate::requireDistinct);
    int[] instructions =
        models.stream()
            .flatMap(List::stream)
            .mapToInt(Preference::instruction)
            .sorted()
            .distinct()
            .toArray();
    double[] difficulties =
        fitted(models.stream().map(m -> Model.of(m, instructions)).toList(), instructions.length);
    Map<Integer, Double> byInstruction = new TreeMap<>();
    for (int i = 0; i < instructions.length; i++) {
      byInstruction.put(instructions[i], difficulties[i]);
    }
    return new InstructionDifficulties(byInstruction);
  }

  /** Models and instructions in turn, until nothing moves: each turn can only improve the fit. */
  private static double[] fitted(List<Model> models, int size) {
    double[] difficulties = new double[size];
    List<List<Answer>> answers = answers(models, size);
    for (int round = 0; round < ROUNDS; round++) {
      for (Model model : models) {
        model.fit(difficulties);
      }
      double change = 0;
      for (int i = 0; i < size; i++) {
        double moved = fitted(answers.get(i), difficulties[i]);
        change = Math.max(change, Math.abs(moved - difficulties[i]));
        difficulties[i] = moved;
      }
      if (change < SMALLEST_CHANGE) {
        break;
      }
    }
    return difficulties;
  }

  private static double fitted(List<Answer> answers, double start) {
    double[][] rows = new double[answers.size()][];
    double[] offsets = new double[rows.length];
    double[] shares = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      Answer answer = answers.get(i);
      rows[i] = new double[] {-1};
      offsets[i] = answer.model().logit(answer.row());
      shares[i] = answer.model().shares[answer.row()];
    }
    return OF_INSTRUCTION.fit(rows, offsets, shares, new double[] {start})[0];
  }

  private static List<List<Answer>> answers(List<Model> models, int size) {
    List<List<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      answers.add(new ArrayList<>());
    }
    for (Model model : models) {
      for (int row = 0; row < model.rows.length; row++) {
        answers.get(model.instructions[row]).add(new Answer(model, row));
      }
    }
    return answers;
  }

  private record Answer(Model model, int row) {}

  /** What is known of a model, and what its quality and weight of length are so far. */
  private static final class Model {
    private final int[] instructions;
    private final double[][] rows;
    private final double[] shares;
    private double[] weights = OF_MODEL.centres();

    private Model(int[] instructions, double[][] rows, double[] shares) {
      this.instructions = instructions;
      this.rows = rows;
      this.shares = shares;
    }

    static Model of(List<Preference> preferences, int[] sorted) {
      double[] lengths = LengthControlledWinRate.lengthTerms(preferences);
      double[][] rows = new double[lengths.length][];
      Arrays.setAll(rows, i -> new double[] {1, lengths[i]});
      int[] instructions =
          preferences.stream()
              .mapToInt(preference -> Arrays.binarySearch(sorted, preference.instruction()))
              .toArray();
      return new Model(instructions, rows, LengthControlledWinRate.shares(preferences));
    }

    void fit(double[] difficulties) {
      double[] offsets = new double[rows.length];
      Arrays.setAll(offsets, i -> -difficulties[instructions[i]]);
      weights = OF_MODEL.fit(rows, offsets, shares, weights);
    }

    double logit(int row) {
      return RidgeLogistic.logit(rows[row], 0, weights);
    }
  }
}
