package org.autorl.trainers.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A template in the part of Jinja that chat templates use (https://jinja.palletsprojects.com), with
 * the settings and additions of transformers: {@code trim_blocks}, {@code lstrip_blocks}, {@code
 * raise_exception}, {@code strftime_now}, {@code generation}, {@code break} and {@code continue}.
 *
 * <p>What is not there is refused by name when a template is read: {@code include}, {@code import},
 * {@code extends}, {@code call}, and filters that no chat template needs.
 */
public final class JinjaTemplate {
  private static final int TEMPLATE_LIMIT = 1 << 20;
  private static final int OUTPUT_LIMIT = 4 << 20;
  private static final long WORK_LIMIT = 20_000_000;
  private static final long RANGE_LIMIT = 100_000;

  private final List<Node> nodes;

  private JinjaTemplate(List<Node> nodes) {
    this.nodes = nodes;
  }

  /**
   * Reads a template.
   *
   * @throws JinjaException with what is not understood, and its line
   */
  public static JinjaTemplate of(String template) {
    if (template.length() > TEMPLATE_LIMIT) {
      throw new JinjaException("it is longer than " + TEMPLATE_LIMIT + " characters");
    }
    return bounded(() -> new JinjaTemplate(StatementParser.parse(template)));
  }

  /**
   * Renders it.
   *
   * @param values what the template sees, plain JSON
   * @param now what {@code strftime_now} tells
   * @throws JinjaException if the template raises one, does what cannot be done, or prints or works
   *     without end
   */
  public String render(ObjectNode values, LocalDateTime now) {
    return bounded(
        () -> {
          Map<String, Object> names = functions(now);
          values.properties().forEach(entry -> names.put(entry.getKey(), value(entry.getValue())));
          Output out = new Output(OUTPUT_LIMIT);
          Node.all(nodes, Scope.of(names, new Work(WORK_LIMIT)), out);
          return out.toString();
        });
  }

  private static <T> T bounded(Supplier<T> step) {
    try {
      return step.get();
    } catch (StackOverflowError e) {
      throw new JinjaException("it nests too deeply");
    }
  }

  private static Map<String, Object> functions(LocalDateTime now) {
    Map<String, Object> names = new HashMap<>();
    put(
        names,
        "raise_exception",
        given -> {
          throw new JinjaException(given.text(0, "message", ""));
        });
    put(names, "strftime_now", given -> DateText.of(given.text(0, "format", ""), now));
    put(names, "namespace", given -> new Namespace(entries(given)));
    put(names, "dict", JinjaTemplate::entries);
    Callable range =
        (values, named, work) -> {
          Arguments given = new Arguments("range", values, named);
          boolean one = values.size() == 1;
          long from = one ? 0 : given.number(0, "start", 0);
          long to = given.number(one ? 0 : 1, "stop", 0);
          long step = given.number(2, "step", 1);
          if (step == 0 || Math.abs(to - from) / Math.max(1, Math.abs(step)) > RANGE_LIMIT) {
            throw new JinjaException("`range` has more than " + RANGE_LIMIT + " numbers");
          }
          List<Object> numbers = new ArrayList<>();
          for (long i = from; step > 0 ? i < to : i > to; i += step) {
            work.charge(1);
            numbers.add(i);
          }
          return numbers;
        };
    names.put("range", range);
    return names;
  }

  private static void put(
      Map<String, Object> names, String name, Function<Arguments, Object> function) {
    Callable callable = (values, named, work) -> function.apply(new Arguments(name, values, named));
    names.put(name, callable);
  }

  private static Map<String, Object> entries(Arguments given) {
    Map<String, Object> entries =
        given.get(0, "mapping", Map.of()) instanceof Map<?, ?> map
            ? Methods.copy(map)
            : new LinkedHashMap<>();
    entries.putAll(given.named());
    return entries;
  }

  private static Object value(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
      return map;
    } else if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(element -> list.add(value(element)));
      return list;
    } else if (node.isTextual()) {
      return node.asText();
    } else if (node.isBoolean()) {
      return node.asBoolean();
    } else if (node.isNumber()) {
      return node.canConvertToLong() && node.isIntegralNumber()
          ? (Object) node.asLong()
          : (Object) node.asDouble();
    }
    return Nothing.NONE;
  }
}
