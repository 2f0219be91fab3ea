package org.autorl.trainers.jinja;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * JSON as Python's {@code json.dumps} writes it, with the settings of transformers' {@code tojson}:
 * a blank after commas and colons, letters of all languages as they are.
 *
 * @param indent blanks a level, or below 0 for one line
 */
record JsonText(int indent, Work work) {
  String of(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out, 0);
    return out.toString();
  }

  private void write(Object value, StringBuilder out, int level) {
    work.enter();
    if (value instanceof String text) {
      quoted(text, out);
    } else if (value instanceof List<?> list) {
      out.append('[');
      Iterator<?> elements = list.iterator();
      while (elements.hasNext()) {
        line(out, level + 1);
        write(elements.next(), out, level + 1);
        out.append(elements.hasNext() ? separator() : "");
      }
      end(out, level, list.isEmpty()).append(']');
    } else if (value instanceof Map<?, ?> map) {
      out.append('{');
      Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<?, ?> entry = entries.next();
        line(out, level + 1);
        quoted(Values.text(entry.getKey(), work), out);
        write(entry.getValue(), out.append(": "), level + 1);
        out.append(entries.hasNext() ? separator() : "");
      }
      end(out, level, map.isEmpty()).append('}');
    } else if (value instanceof Boolean || value instanceof Number) {
      out.append(value);
    } else if (value == Nothing.NONE) {
      out.append("null");
    } else {
      throw new JinjaException("%s is no JSON".formatted(Values.kind(value)));
    }
    work.leave();
  }

  private String separator() {
    return indent < 0 ? ", " : ",";
  }

  private StringBuilder end(StringBuilder out, int level, boolean empty) {
    if (!empty) {
      line(out, level);
    }
    return out;
  }

  private void line(StringBuilder out, int level) {
    if (indent >= 0) {
      work.charge((long) indent * level);
      out.append('\n').append(" ".repeat(indent * level));
    }
  }

  private void quoted(String text, StringBuilder out) {
    work.charge(text.length());
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
