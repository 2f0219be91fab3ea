package org.autorl.trainers.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What Python does with values: text, whole numbers (64 bits), floats, truth, lists, maps with text
 * keys, {@link Callable}s and {@link Nothing}.
 */
final class Values {
  private Values() {}

  static boolean truth(Object value) {
    if (value instanceof Boolean b) {
      return b;
    } else if (value instanceof String s) {
      return !s.isEmpty();
    } else if (value instanceof Number n) {
      return n.doubleValue() != 0;
    } else if (value instanceof List<?> list) {
      return !list.isEmpty();
    } else if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    return !(value instanceof Nothing);
  }

  /** The text that {@code {{ value }}} prints. */
  static String text(Object value, Work work) {
    if (value instanceof String s) {
      return s;
    }
    StringBuilder out = new StringBuilder();
    shown(value, out, work);
    return out.toString();
  }

  private static void shown(Object value, StringBuilder out, Work work) {
    work.enter();
    if (value instanceof String s) {
      work.charge(s.length());
      char quote = s.contains("'") && !s.contains("\"") ? '"' : '\'';
      String escaped =
          s.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
      out.append(quote).append(quote == '"' ? escaped : escaped.replace("'", "\\'")).append(quote);
    } else if (value instanceof Boolean b) {
      out.append(b ? "True" : "False");
    } else if (value instanceof List<?> list) {
      out.append('[');
      for (int i = 0; i < list.size(); i++) {
        out.append(i > 0 ? ", " : "");
        shown(list.get(i), out, work);
      }
      out.append(']');
    } else if (value instanceof Map<?, ?> map) {
      out.append('{');
      map.forEach(
          (key, entry) -> {
            out.append(out.charAt(out.length() - 1) == '{' ? "" : ", ");
            shown(key, out, work);
            out.append(": ");
            shown(entry, out, work);
          });
      out.append('}');
    } else if (value == Nothing.NONE) {
      out.append("None");
    } else if (value instanceof Number) {
      out.append(value);
    } else if (value != Nothing.UNDEFINED) {
      out.append("<function>");
    }
    work.leave();
  }

  static boolean equal(Object a, Object b, Work work) {
    work.enter();
    boolean equal;
    if (a instanceof Number x && b instanceof Number y) {
      boolean whole = x instanceof Long && y instanceof Long;
      equal = whole ? x.longValue() == y.longValue() : x.doubleValue() == y.doubleValue();
    } else if (a instanceof List<?> x && b instanceof List<?> y) {
      equal = x.size() == y.size();
      for (int i = 0; equal && i < x.size(); i++) {
        equal = equal(x.get(i), y.get(i), work);
      }
    } else if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      equal = x.keySet().equals(y.keySet());
      work.charge(x.size());
      for (Map.Entry<?, ?> entry : x.entrySet()) {
        Object other = equal ? y.get(entry.getKey()) : null;
        equal = other != null && equal(entry.getValue(), other, work);
      }
    } else {
      work.charge(a instanceof String s ? s.length() : 1);
      equal = a.equals(b);
    }
    work.leave();
    return equal;
  }

  static int compare(Object a, Object b, Work work) {
    if (a instanceof Number x && b instanceof Number y) {
      boolean whole = x instanceof Long && y instanceof Long;
      return whole
          ? Long.compare(x.longValue(), y.longValue())
          : Double.compare(x.doubleValue(), y.doubleValue());
    } else if (a instanceof String x && b instanceof String y) {
      work.charge(Math.min(x.length(), y.length()));
      return x.compareTo(y);
    }
    throw new JinjaException("%s and %s have no order".formatted(kind(a), kind(b)));
  }

  static boolean contains(Object container, Object item, Work work) {
    if (container instanceof String text && item instanceof String part) {
      work.charge(text.length());
      return text.contains(part);
    } else if (container instanceof Map<?, ?> map) {
      return map.containsKey(item);
    } else if (container instanceof List<?> list) {
      for (Object element : list) {
        if (equal(element, item, work)) {
          return true;
        }
      }
      return false;
    }
    throw new JinjaException("nothing is `in` %s".formatted(kind(container)));
  }

  static Object add(Object a, Object b, Work work) {
    if (a instanceof String x && b instanceof String y) {
      work.charge((long) x.length() + y.length());
      return x + y;
    } else if (a instanceof List<?> x && b instanceof List<?> y) {
      work.charge((long) x.size() + y.size());
      List<Object> both = new ArrayList<>(x);
      both.addAll(y);
      return both;
    }
    return arithmetic("+", a, b, work);
  }

  static Object arithmetic(String sign, Object a, Object b, Work work) {
    if (sign.equals("*") && b instanceof Long times && a instanceof String text) {
      int count = (int) Math.max(0, Math.min(times, Integer.MAX_VALUE));
      work.charge((long) count * text.length());
      return text.repeat(count);
    }
    if (!(a instanceof Number x) || !(b instanceof Number y)) {
      throw new JinjaException("`%s` is not for %s and %s".formatted(sign, kind(a), kind(b)));
    }
    try {
      if (x instanceof Long m
          && y instanceof Long n
          && !sign.equals("/")
          && !(sign.equals("**") && n < 0)) {
        return switch (sign) {
          case "+" -> Math.addExact(m, n);
          case "-" -> Math.subtractExact(m, n);
          case "*" -> Math.multiplyExact(m, n);
          case "//" -> Math.floorDiv(m, n);
          case "%" -> Math.floorMod(m, n);
          default -> power(m, n, work);
        };
      }
    } catch (ArithmeticException e) {
      throw new JinjaException("`%d %s %d` is no number of 64 bits".formatted(x, sign, y));
    }
    double p = x.doubleValue();
    double q = y.doubleValue();
    if (q == 0 && (sign.startsWith("/") || sign.equals("%"))) {
      throw new JinjaException("a division by zero");
    }
    return switch (sign) {
      case "+" -> p + q;
      case "-" -> p - q;
      case "*" -> p * q;
      case "/" -> p / q;
      case "//" -> Math.floor(p / q);
      case "%" -> p - q * Math.floor(p / q);
      default -> Math.pow(p, q);
    };
  }

  private static long power(long base, long exponent, Work work) {
    work.charge(exponent);
    long result = 1;
    for (long i = 0; i < exponent; i++) {
      result = Math.multiplyExact(result, base);
    }
    return result;
  }

  /** {@code value[key]} and {@code value.key}; what is not there is undefined. */
  static Object item(Object value, Object key) {
    if (value instanceof Map<?, ?> map) {
      Object found = map.get(key);
      return found == null ? Nothing.UNDEFINED : found;
    } else if (key instanceof Long index && value instanceof List<?> list) {
      long at = index < 0 ? index + list.size() : index;
      return at >= 0 && at < list.size() ? list.get((int) at) : Nothing.UNDEFINED;
    } else if (key instanceof Long index && value instanceof String text) {
      long at = index < 0 ? index + text.length() : index;
      return at >= 0 && at < text.length()
          ? text.substring((int) at, (int) at + 1)
          : Nothing.UNDEFINED;
    } else if (value == Nothing.UNDEFINED) {
      throw new JinjaException("what has no value has no `" + key + "`");
    }
    return Nothing.UNDEFINED;
  }

  /** {@code value[from:to:step]} of a text or a list, as Python cuts them. */
  static Object slice(Object value, Object from, Object to, Object step, Work work) {
    boolean isText = value instanceof String;
    if (!isText && !(value instanceof List<?>)) {
      throw new JinjaException("%s has no slices".formatted(kind(value)));
    }
    int size = value instanceof String text ? text.length() : ((List<?>) value).size();
    long by = step instanceof Long n ? n : 1;
    if (by == 0) {
      throw new JinjaException("a slice has the step 0");
    }
    long first = bound(from, size, by > 0 ? 0 : size - 1, by);
    long end = bound(to, size, by > 0 ? size : -1, by);
    List<Object> list = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (long i = first; by > 0 ? i < end : i > end; i += by) {
      work.charge(1);
      if (value instanceof String s) {
        text.append(s.charAt((int) i));
      } else {
        list.add(((List<?>) value).get((int) i));
      }
    }
    return isText ? text.toString() : list;
  }

  private static long bound(Object given, int size, long absent, long step) {
    if (!(given instanceof Long n)) {
      return absent;
    }
    long at = n < 0 ? n + size : n;
    return step > 0 ? Math.max(0, Math.min(size, at)) : Math.max(-1, Math.min(size - 1, at));
  }

  /** The elements of what can be gone through: a list, a map's keys, a text's characters. */
  static List<Object> elements(Object value, Work work) {
    List<Object> elements = new ArrayList<>();
    if (value instanceof List<?> list) {
      elements.addAll(list);
    } else if (value instanceof Map<?, ?> map) {
      elements.addAll(map.keySet());
    } else if (value instanceof String text) {
      text.codePoints().forEach(c -> elements.add(Character.toString(c)));
    } else if (value != Nothing.UNDEFINED) {
      throw new JinjaException("%s cannot be gone through".formatted(kind(value)));
    }
    work.charge(elements.size());
    return elements;
  }

  static long length(Object value) {
    if (value instanceof String text) {
      return text.codePointCount(0, text.length());
    } else if (value instanceof List<?> list) {
      return list.size();
    } else if (value instanceof Map<?, ?> map) {
      return map.size();
    } else if (value == Nothing.UNDEFINED) {
      return 0;
    }
    throw new JinjaException("%s has no length".formatted(kind(value)));
  }

  static String kind(Object value) {
    if (value instanceof String) {
      return "a text";
    } else if (value instanceof Number) {
      return "a number";
    } else if (value instanceof Boolean) {
      return "true or false";
    } else if (value instanceof List<?>) {
      return "a list";
    } else if (value instanceof Map<?, ?>) {
      return "a map";
    }
    return value == Nothing.NONE
        ? "none"
        : value == Nothing.UNDEFINED ? "what has no value" : "a function";
  }
}
