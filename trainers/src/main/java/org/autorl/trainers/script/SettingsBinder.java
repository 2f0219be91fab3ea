package org.autorl.trainers.script;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autorl.records.Json;

/**
 * Makes settings of what a user gave: each component of the records is an option of its name, and
 * what is not given keeps its default. A name that several records have is one option.
 */
public final class SettingsBinder {
  /**
   * One option.
   *
   * @param name as in the record, {@code camelCase}
   * @param type of the component
   * @param initial its default
   */
  public record Option(String name, Type type, Object initial) {
    /** What it takes, in words. */
    public String needed() {
      return OptionValue.needed(type);
    }

    /** The default as it would be typed. */
    public String initialText() {
      return OptionValue.text(initial);
    }

    /** Whether the name alone says {@code true}. */
    public boolean isSwitch() {
      return OptionValue.isTruth(type);
    }
  }

  private final String owner;
  private final List<Record> defaults;
  private final Map<String, Option> options = new LinkedHashMap<>();

  /**
   * A binder.
   *
   * @param owner what has these options, for messages
   * @param defaults records of settings; where two have an option, the default of the first holds
   */
  public SettingsBinder(String owner, List<Record> defaults) {
    this.owner = owner;
    this.defaults = List.copyOf(defaults);
    for (Record record : defaults) {
      for (RecordComponent part : record.getClass().getRecordComponents()) {
        options.putIfAbsent(
            part.getName(), new Option(part.getName(), part.getGenericType(), read(record, part)));
      }
    }
  }

  /** All options, in the order of the records. */
  public List<Option> options() {
    return List.copyOf(options.values());
  }

  /** The option that is meant by a name in any spelling. */
  public Optional<Option> option(String name) {
    return options.values().stream()
        .filter(o -> Arrays.stream(Spelling.values()).anyMatch(s -> s.of(o.name()).equals(name)))
        .findFirst();
  }

  /**
   * Binds.
   *
   * @param given values by {@code camelCase} names: texts, or values of the right type
   * @param spelling in which names are told
   * @return one record for each of the defaults, in their order
   * @throws Mistake with all that is wrong
   */
  public List<Record> bind(Map<String, ?> given, Spelling spelling) {
    List<Mistake.Problem> problems = new ArrayList<>();
    Map<String, Object> values = new LinkedHashMap<>();
    options.forEach((name, option) -> values.put(name, option.initial()));
    given.forEach(
        (name, value) -> {
          Optional<Option> option = Optional.ofNullable(options.get(name));
          if (option.isEmpty()) {
            problems.add(unknown(name, spelling));
            return;
          }
          try {
            values.put(name, OptionValue.of(option.get().type(), value));
          } catch (OptionValue.Unfit e) {
            problems.add(
                new Mistake.Problem(
                    "`%s` is `%s`; it needs %s".formatted(spelling.of(name), value, e.getMessage()),
                    List.of(),
                    Optional.empty()));
          }
        });
    List<Record> bound = new ArrayList<>();
    for (Record record : defaults) {
      try {
        bound.add(make(record, values));
      } catch (IllegalArgumentException e) {
        said(e)
            .lines()
            .map(line -> respelled(line, spelling))
            .forEach(line -> problems.add(new Mistake.Problem(line, List.of(), Optional.empty())));
      }
    }
    if (!problems.isEmpty()) {
      throw new Mistake(problems, Optional.empty());
    }
    return bound;
  }

  /**
   * Checks what would be bound, together with what is wrong already.
   *
   * @throws Mistake with all of it
   */
  public void check(Map<String, ?> given, Spelling spelling, List<String> already) {
    List<Mistake.Problem> problems = new ArrayList<>();
    already.forEach(p -> problems.add(new Mistake.Problem(p, List.of(), Optional.empty())));
    try {
      bind(given, spelling);
    } catch (Mistake e) {
      problems.addAll(e.problems());
    }
    if (!problems.isEmpty()) {
      throw new Mistake(problems, Optional.empty());
    }
  }

  /** A name that is no option. */
  Mistake.Problem unknown(String name, Spelling spelling) {
    List<String> known = options.keySet().stream().sorted().map(spelling::of).toList();
    return new Mistake.Problem(
        "`%s` is no option of `%s`".formatted(spelling.of(name), owner),
        List.of("`%s` knows %s".formatted(owner, Nearest.list(known))),
        Nearest.of(name, options.keySet()).map(n -> "Did you mean `" + spelling.of(n) + "`?"));
  }

  /** The value of an option in bound settings. */
  static Optional<Object> value(List<Record> settings, String name) {
    for (Record record : settings) {
      for (RecordComponent part : record.getClass().getRecordComponents()) {
        if (part.getName().equals(name)) {
          return Optional.of(read(record, part));
        }
      }
    }
    return Optional.empty();
  }

  /** The whole number that an option is, if it is there and has a value. */
  static Optional<Integer> whole(List<Record> settings, String name) {
    return value(settings, name)
        .map(value -> value instanceof Optional<?> optional ? optional : Optional.of(value))
        .filter(Optional::isPresent)
        .map(optional -> (Integer) optional.get());
  }

  /** Settings as TRL would write them: {@code snake_case} names, texts for times and choices. */
  static ObjectNode written(List<Record> settings) {
    ObjectNode all = Json.object();
    for (Record record : settings) {
      for (RecordComponent part : record.getClass().getRecordComponents()) {
        Object value = read(record, part);
        Object plain = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        String name = Spelling.TRL.of(part.getName());
        if (plain == null) {
          all.putNull(name);
        } else if (plain instanceof Number || plain instanceof Boolean || plain instanceof List) {
          all.set(name, Json.tree(plain));
        } else {
          all.put(name, OptionValue.text(plain));
        }
      }
    }
    return all;
  }

  private static Record make(Record record, Map<String, Object> values) {
    RecordComponent[] parts = record.getClass().getRecordComponents();
    try {
      Constructor<? extends Record> constructor =
          record
              .getClass()
              .getDeclaredConstructor(
                  Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(
          Arrays.stream(parts).map(part -> values.get(part.getName())).toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object read(Record record, RecordComponent part) {
    try {
      part.getAccessor().setAccessible(true);
      return part.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Settings name options as TRL does; users are told the names that they use. */
  private String respelled(String line, Spelling spelling) {
    String text = line;
    for (String name : options.keySet()) {
      String trl = Spelling.TRL.of(name);
      // A name of one word is also a word of the language; at the start it is the option.
      String place = trl.contains("_") ? "\\b" : "^";
      text =
          text.replaceAll(
              place + Pattern.quote(trl) + "\\b",
              Matcher.quoteReplacement("`" + spelling.of(name) + "`"));
    }
    return text;
  }

  private static String said(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
