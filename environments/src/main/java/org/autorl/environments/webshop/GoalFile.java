package org.autorl.environments.webshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.autorl.environments.Partition;

/**
 * Goals that are frozen: made once from the official files, written down with the seed of their
 * price limits and the digests of what they are made from, and read by their own digest ever after.
 * The original draws limits anew in each process.
 *
 * <p>Form: JSON lines. First what it is: {@code format}, {@code kind}, {@code seed}, {@code
 * titleNouns} and {@code files} (SHA-256 by name); then a goal a line, with the original's names of
 * fields, in the original's order: shuffled by Python with seed 233.
 *
 * <p>A goal's number decides its side: 0 to 99 are sealed, 500 to 599 practice, from 1,500 on
 * visible; the rest belongs to none.
 *
 * @param seed of limits, and of prices that the files give as a range
 * @param goals by number
 */
public record GoalFile(Kind kind, long seed, List<Goal> goals) {
  /** Whose instructions. */
  public enum Kind {
    /** From {@code items_ins_v2*.json}, one for each combination of options. */
    SYNTHETIC,
    /** People's, from {@code items_human_ins.json}. */
    HUMAN
  }

  private static final String FORMAT = "webshop-goals/1";
  private static final int SHUFFLE_SEED = 233;
  private static final ObjectMapper JSON = new ObjectMapper();

  public GoalFile {
    goals = List.copyOf(goals);
  }

  /**
   * Makes the goals of a folder of official files and writes them down.
   *
   * @param out the file to write
   * @return the SHA-256 of that file, in hexadecimal
   * @throws IOException if a file is missing or of another form
   */
  public static String freeze(Path folder, Kind kind, long seed, Path out) throws IOException {
    List<Goal> goals = of(ProductFiles.read(folder), kind, seed).goals();
    ObjectNode head = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    head.put("kind", kind.name()).put("seed", seed).put("titleNouns", TitleNouns.VERSION);
    ObjectNode files = head.putObject("files");
    for (String glob :
        List.of("items_shuffle*.json", "items_ins_v2*.json", "items_human_ins*.json")) {
      Path file = ProductFiles.one(folder, glob);
      files.put(String.valueOf(file.getFileName()), sha256(file));
    }
    StringBuilder text = new StringBuilder(head + "\n");
    goals.forEach(goal -> text.append(goal.json()).append('\n'));
    Files.writeString(out, text, StandardCharsets.UTF_8);
    return sha256(out);
  }

  /**
   * Reads frozen goals.
   *
   * @param digest the SHA-256 that {@link #freeze} returned
   * @param folder the official files that they were made from; they are checked as well
   * @throws IOException if the goals or the files are others
   */
  public static GoalFile read(Path file, String digest, Path folder) throws IOException {
    if (!sha256(file).equals(digest)) {
      throw new IOException(
          "%s holds other goals: its SHA-256 is %s, not %s".formatted(file, sha256(file), digest));
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    JsonNode head = JSON.readTree(lines.get(0));
    if (!head.path("format").asText().equals(FORMAT)
        || head.path("titleNouns").asInt() != TitleNouns.VERSION) {
      throw new IOException(
          "%s is not of the form %s with rule %d for titles; freeze the goals again"
              .formatted(file, FORMAT, TitleNouns.VERSION));
    }
    for (var entry : head.get("files").properties()) {
      if (!sha256(folder.resolve(entry.getKey())).equals(entry.getValue().asText())) {
        throw new IOException(
            "%s in %s is another file than the goals were made from"
                .formatted(entry.getKey(), folder));
      }
    }
    List<Goal> goals = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      goals.add(Goal.of(JSON.readTree(line)));
    }
    return new GoalFile(Kind.valueOf(head.get("kind").asText()), head.get("seed").asLong(), goals);
  }

  /** The goals of one side, the lowest number first. */
  public List<Goal> of(Partition side) {
    int from = Math.min(goals.size(), first(side));
    return side == Partition.VISIBLE
        ? goals.subList(from, goals.size())
        : goals.subList(from, Math.min(goals.size(), from + 100));
  }

  /** The number of a side's first goal. */
  public static int first(Partition side) {
    return switch (side) {
      case SEALED -> 0;
      case PRACTICE -> 500;
      case VISIBLE -> 1500;
    };
  }

  /** All goals of a catalogue, in the order of the original. */
  static GoalFile of(ProductFiles files, Kind kind, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Goal> goals = new ArrayList<>();
    for (Product product : files.products()) {
      if (kind == Kind.HUMAN) {
        for (ProductFiles.Wish wish : files.human().getOrDefault(product.asin(), List.of())) {
          Limit limit = Limit.above(Store.price(product, seed), random);
          goals.add(human(product, wish, limit));
        }
      } else if (files.synthetic().containsKey(product.asin())) {
        Limit limit = Limit.above(Store.price(product, seed), random);
        goals.addAll(synthetic(product, files.synthetic().get(product.asin()), limit));
      }
    }
    new PythonShuffle(SHUFFLE_SEED).shuffle(goals);
    return new GoalFile(kind, seed, goals);
  }

  /** A goal for each combination of options. */
  static List<Goal> synthetic(Product product, ProductFiles.Wish wish, Limit limit) {
    List<List<Goal.Option>> combinations = List.of(List.of());
    for (String name : product.options().keySet().stream().sorted().toList()) {
      List<List<Goal.Option>> longer = new ArrayList<>();
      for (List<Goal.Option> start : combinations) {
        for (String value : product.options().getOrDefault(name, List.of())) {
          List<Goal.Option> more = new ArrayList<>(start);
          more.add(new Goal.Option(Optional.of(name), value));
          longer.add(more);
        }
      }
      combinations = longer;
    }
    return combinations.stream().map(options -> goal(product, wish, limit, options)).toList();
  }

  /** As a person said it, without full stops at the ends. */
  static Goal human(Product product, ProductFiles.Wish wish, Limit limit) {
    List<Goal.Option> options =
        wish.options().stream().map(value -> new Goal.Option(Optional.empty(), value)).toList();
    String said = wish.instruction().replaceAll("^\\.+|\\.+$", "");
    return Goal.of(product, said, wish.attributes(), limit, options);
  }

  /** One combination of options. */
  static Goal goal(
      Product product, ProductFiles.Wish wish, Limit limit, List<Goal.Option> options) {
    List<String> said =
        options.stream().map(o -> o.name().orElseThrow() + ": " + o.value()).toList();
    String with = said.isEmpty() ? "" : " with " + String.join(", and ", said);
    return Goal.of(product, wish.instruction() + with, wish.attributes(), limit, options);
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
