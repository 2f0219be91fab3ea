package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Several sequences in one row, without seeing each other, so that less is padding. */
final class Packing {
  private Packing() {}

  /**
   * Fills rows, longest sequence first, each into the fullest row that has room for it (best fit
   * decreasing, as TRL's {@code packing_strategy} {@code bfd}).
   *
   * @param capacity tokens of a row; a longer sequence has a row of its own
   */
  static List<List<TokenSequence>> rows(List<TokenSequence> sequences, int capacity) {
    List<TokenSequence> sorted = new ArrayList<>(sequences);
    sorted.sort(Comparator.comparingInt((TokenSequence s) -> s.tokens().length).reversed());
    List<List<TokenSequence>> rows = new ArrayList<>();
    // Rows by the room that they have left; of two with the same room the older.
    TreeMap<Integer, List<List<TokenSequence>>> byRoom = new TreeMap<>();
    for (TokenSequence sequence : sorted) {
      int length = sequence.tokens().length;
      Map.Entry<Integer, List<List<TokenSequence>>> fit = byRoom.ceilingEntry(length);
      List<TokenSequence> row = new ArrayList<>();
      int room = capacity;
      if (fit == null) {
        rows.add(row);
      } else {
        room = fit.getKey();
        row = fit.getValue().remove(0);
        if (fit.getValue().isEmpty()) {
          byRoom.remove(room);
        }
      }
      row.add(sequence);
      byRoom.computeIfAbsent(room - length, r -> new ArrayList<>()).add(row);
    }
    return rows.stream().map(List::copyOf).toList();
  }

  /** Tokens of a row. */
  static int length(List<TokenSequence> row) {
    return row.stream().mapToInt(s -> s.tokens().length).sum();
  }

  /** Int64 [B, T]; each sequence begins at 0, and so does the padding. */
  static NDArray positions(List<List<TokenSequence>> rows, int t, NDManager manager) {
    long[] positions = new long[rows.size() * t];
    int[][] sequences = sequences(rows, t);
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 1; i < t; i++) {
        boolean same = sequences[row][i] == sequences[row][i - 1];
        positions[row * t + i] = same ? positions[row * t + i - 1] + 1 : 0;
      }
    }
    return manager.create(positions, new Shape(rows.size(), t));
  }

  /** Float32 [B, 1, 1, T, T]: a token sees those of its own sequence up to itself. */
  static NDArray mask(List<List<TokenSequence>> rows, int t, float hidden, NDManager manager) {
    float[] mask = new float[rows.size() * t * t];
    int[][] sequences = sequences(rows, t);
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < t; i++) {
        for (int j = 0; j < t; j++) {
          boolean seen = j <= i && sequences[row][i] == sequences[row][j];
          mask[(row * t + i) * t + j] = seen ? 0 : hidden;
        }
      }
    }
    return manager.create(mask, new Shape(rows.size(), 1, 1, t, t));
  }

  /** For each token the number of its sequence in its row; padding is one more sequence. */
  private static int[][] sequences(List<List<TokenSequence>> rows, int t) {
    int[][] result = new int[rows.size()][t];
    for (int row = 0; row < rows.size(); row++) {
      int at = 0;
      int number = 0;
      for (TokenSequence sequence : rows.get(row)) {
        for (int i = 0; i < sequence.tokens().length; i++) {
          result[row][at++] = number;
        }
        number++;
      }
      while (at < t) {
        result[row][at++] = number;
      }
    }
    return result;
  }
}
