package org.autorl.trainers.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.autorl.records.Json;

/**
 * Learns a byte-level byte-pair encoding (https://arxiv.org/abs/1508.07909) and writes it as {@code
 * tokenizer.json}. Texts are cut first as Qwen2's tokenizer cuts them, so that each digit is a
 * token.
 */
public final class BpeTrainer {
  /** Ends every text. */
  public static final String END_OF_TEXT = "<|endoftext|>";

  private static final String CUT =
      "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private record Pair(String left, String right) {}

  private BpeTrainer() {}

  /**
   * Learns {@code vocabulary - 257} merges, or fewer if the texts have no more pairs; ids: 256
   * bytes, merges, end of text.
   */
  public static String train(Stream<String> texts, int vocabulary) {
    Map<List<String>, Integer> words = words(texts);
    List<Pair> merges = new ArrayList<>();
    while (merges.size() < vocabulary - 257) {
      Map<Pair, Integer> counts = new HashMap<>();
      words.forEach(
          (word, count) -> {
            for (int i = 0; i + 1 < word.size(); i++) {
              counts.merge(new Pair(word.get(i), word.get(i + 1)), count, Integer::sum);
            }
          });
      // Ties go to the first in the alphabet: the same texts give the same file.
      Comparator<Map.Entry<Pair, Integer>> order = Map.Entry.comparingByValue();
      order =
          order.thenComparing(
              e -> e.getKey().left() + "\0" + e.getKey().right(), Comparator.reverseOrder());
      var best = counts.entrySet().stream().filter(e -> e.getValue() > 1).max(order);
      if (best.isEmpty()) {
        break;
      }
      merges.add(best.get().getKey());
      words = merged(words, best.get().getKey());
    }
    return json(merges);
  }

  private static Map<List<String>, Integer> words(Stream<String> texts) {
    Pattern cut = Pattern.compile(CUT);
    String[] letters = byteLetters();
    Map<String, Integer> counts = new TreeMap<>();
    texts.forEach(
        text -> {
          Matcher matcher = cut.matcher(text);
          while (matcher.find()) {
            counts.merge(matcher.group(), 1, Integer::sum);
          }
        });
    Map<List<String>, Integer> words = new LinkedHashMap<>();
    counts.forEach(
        (word, count) -> {
          List<String> symbols = new ArrayList<>();
          for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            symbols.add(letters[b & 0xff]);
          }
          words.put(symbols, count);
        });
    return words;
  }

  private static Map<List<String>, Integer> merged(Map<List<String>, Integer> words, Pair pair) {
    Map<List<String>, Integer> result = new LinkedHashMap<>();
    words.forEach(
        (word, count) -> {
          List<String> symbols = new ArrayList<>();
          for (int i = 0; i < word.size(); i++) {
            boolean here =
                i + 1 < word.size()
                    && word.get(i).equals(pair.left())
                    && word.get(i + 1).equals(pair.right());
            symbols.add(here ? pair.left() + pair.right() : word.get(i));
            i += here ? 1 : 0;
          }
          result.put(symbols, count);
        });
    return result;
  }

  /** The printable letter that stands for each byte, as in GPT-2. */
  private static String[] byteLetters() {
    String[] letters = new String[256];
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
      letters[b] = Character.toString(printable ? b : next++);
    }
    return letters;
  }

  private static String json(List<Pair> merges) {
    ObjectNode root = Json.object();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    int end = 256 + merges.size();
    root.putArray("added_tokens")
        .addObject()
        .put("id", end)
        .put("content", END_OF_TEXT)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
    root.putNull("normalizer");
    ObjectNode before = root.putObject("pre_tokenizer").put("type", "Sequence");
    ArrayNode steps = before.putArray("pretokenizers");
    ObjectNode split = steps.addObject().put("type", "Split");
    split.putObject("pattern").put("Regex", CUT);
    split.put("behavior", "Isolated").put("invert", false);
    byteLevel(steps.addObject());
    byteLevel(root.putObject("post_processor"));
    byteLevel(root.putObject("decoder"));
    ObjectNode bpe = root.putObject("model").put("type", "BPE").putNull("dropout");
    bpe.putNull("unk_token").put("continuing_subword_prefix", "").put("end_of_word_suffix", "");
    bpe.put("fuse_unk", false).put("byte_fallback", false);
    ObjectNode vocabulary = bpe.putObject("vocab");
    int id = 0;
    for (String letter : byteLetters()) {
      vocabulary.put(letter, id++);
    }
    ArrayNode list = bpe.putArray("merges");
    for (Pair pair : merges) {
      vocabulary.put(pair.left() + pair.right(), id++);
      list.add(pair.left() + " " + pair.right());
    }
    return root.toPrettyString() + "\n";
  }

  private static void byteLevel(ObjectNode node) {
    node.put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", false)
        .put("use_regex", false);
  }
}
