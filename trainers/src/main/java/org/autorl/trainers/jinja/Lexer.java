package org.autorl.trainers.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens, with {@code trim_blocks} and {@code lstrip_blocks} on: a line that
 * holds only a block tag leaves nothing behind.
 */
final class Lexer {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<float>\\d[\\d_]*(?:\\.\\d+(?:[eE][+-]?\\d+)?|[eE][+-]?\\d+))|(?<integer>\\d[\\d_]*)"
              + "|(?<name>[A-Za-z_][A-Za-z0-9_]*)"
              + "|(?<sign>//|\\*\\*|==|!=|<=|>=|[-+*/%~<>=|.,:()\\[\\]{}])");

  private static final Pattern TAG = Pattern.compile("\\{[{%#]");
  private static final Pattern RAW = Pattern.compile("[-+]?\\s*raw\\s*[-+]?%\\}");
  private static final Pattern END_RAW = Pattern.compile("\\{%[-+]?\\s*endraw\\s*([-+]?)%\\}");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  /** Whether what comes next begins a line of the template. */
  private boolean lineStart = true;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String template) {
    String lines = template.replace("\r\n", "\n").replace('\r', '\n');
    // As Jinja does without keep_trailing_newline.
    Lexer lexer = new Lexer(lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (at < source.length()) {
      Matcher tag = TAG.matcher(source);
      if (!tag.find(at)) {
        data(source.substring(at));
        break;
      }
      char kind = source.charAt(tag.start() + 1);
      char sign = charAt(tag.end());
      data(before(source.substring(at, tag.start()), kind, sign));
      advance(tag.end());
      if (kind == '#') {
        comment();
      } else if (kind == '%' && RAW.matcher(source).region(at, source.length()).lookingAt()) {
        raw();
      } else {
        at += sign == '-' || sign == '+' ? 1 : 0;
        inside(kind == '{');
      }
    }
    tokens.add(new Token(Token.Kind.END, "", line));
  }

  /** The text before a tag, less what the tag takes of it. */
  private String before(String text, char kind, char sign) {
    if (sign == '-') {
      return text.stripTrailing();
    }
    int newline = text.lastIndexOf('\n') + 1;
    boolean ownLine = newline > 0 || lineStart;
    boolean strips = kind != '{' && sign != '+' && ownLine;
    return strips && text.substring(newline).isBlank() ? text.substring(0, newline) : text;
  }

  private void data(String text) {
    if (!text.isEmpty()) {
      tokens.add(new Token(Token.Kind.DATA, text, line));
    }
  }

  private void comment() {
    int end = source.indexOf("#}", at);
    if (end < 0) {
      throw new JinjaException("a comment has no end").at(line);
    }
    char sign = end > at ? source.charAt(end - 1) : ' ';
    advance(end + 2);
    after(sign, true);
  }

  private void raw() {
    Matcher end = END_RAW.matcher(source);
    int begin = source.indexOf("%}", at) + 2;
    boolean strip = source.charAt(begin - 3) == '-';
    if (!end.find(begin)) {
      throw new JinjaException("`raw` has no end").at(line);
    }
    String text = source.substring(begin, end.start());
    text = strip ? text.stripLeading() : text.startsWith("\n") ? text.substring(1) : text;
    boolean stripEnd = source.charAt(end.start() + 2) == '-';
    data(stripEnd ? text.stripTrailing() : text);
    advance(end.end());
    after(end.group(1).isEmpty() ? ' ' : end.group(1).charAt(0), true);
  }

  private void inside(boolean variable) {
    String close = variable ? "}}" : "%}";
    int opened = line;
    tokens.add(
        new Token(
            variable ? Token.Kind.VARIABLE_BEGIN : Token.Kind.BLOCK_BEGIN,
            source.substring(at - 2, at),
            line));
    int nested = 0;
    while (true) {
      while (Character.isWhitespace(charAt(at))) {
        advance(at + 1);
      }
      char sign = charAt(at);
      int skip = sign == '-' || sign == '+' ? 1 : 0;
      if (nested == 0 && source.startsWith(close, at + skip)) {
        tokens.add(
            new Token(variable ? Token.Kind.VARIABLE_END : Token.Kind.BLOCK_END, close, line));
        advance(at + skip + 2);
        after(skip == 1 ? sign : ' ', !variable);
        return;
      }
      if (sign == '\'' || sign == '"') {
        int end = closingQuote(sign);
        tokens.add(new Token(Token.Kind.TEXT, unescaped(source.substring(at, end)), line));
        advance(end);
        continue;
      }
      Matcher token = TOKEN.matcher(source).region(at, source.length());
      if (!token.lookingAt()) {
        throw new JinjaException(
                at < source.length() ? "`" + sign + "` is not understood" : "a tag has no end")
            .at(at < source.length() ? line : opened);
      }
      Token found = token(token);
      nested += "([{".contains(found.text()) && found.kind() == Token.Kind.SIGN ? 1 : 0;
      nested -= ")]}".contains(found.text()) && found.kind() == Token.Kind.SIGN ? 1 : 0;
      tokens.add(found);
      advance(token.end());
    }
  }

  /** Where the text that begins here ends, quotes included. */
  private int closingQuote(char quote) {
    for (int i = at + 1; i < source.length(); i++) {
      if (source.charAt(i) == quote) {
        return i + 1;
      }
      i += source.charAt(i) == '\\' ? 1 : 0;
    }
    throw new JinjaException("a text has no closing " + quote).at(line);
  }

  private Token token(Matcher m) {
    if (m.group("name") != null) {
      return new Token(Token.Kind.NAME, m.group(), line);
    } else if (m.group("sign") != null) {
      return new Token(Token.Kind.SIGN, m.group(), line);
    }
    boolean whole = m.group("integer") != null;
    return new Token(
        whole ? Token.Kind.INTEGER : Token.Kind.FLOAT, m.group().replace("_", ""), line);
  }

  private String unescaped(String quoted) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char next = quoted.charAt(++i);
      switch (next) {
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'r' -> text.append('\r');
        case '\n' -> {}
        case '\\', '\'', '"' -> text.append(next);
        case 'x', 'u' -> {
          int digits = next == 'x' ? 2 : 4;
          String hex = quoted.substring(i + 1, Math.min(i + 1 + digits, quoted.length() - 1));
          if (!hex.matches("[0-9A-Fa-f]{" + digits + "}")) {
            throw new JinjaException("`\\" + next + hex + "` is no character").at(line);
          }
          text.append((char) Integer.parseInt(hex, 16));
          i += digits;
        }
        default -> text.append('\\').append(next);
      }
    }
    return text.toString();
  }

  /** What a closing tag takes of the text after it. */
  private void after(char sign, boolean trims) {
    int from = at;
    if (sign == '-') {
      while (Character.isWhitespace(charAt(at))) {
        advance(at + 1);
      }
    } else if (trims && sign != '+' && charAt(at) == '\n') {
      advance(at + 1);
    }
    lineStart = at > from && source.charAt(at - 1) == '\n';
  }

  private char charAt(int index) {
    return index < source.length() ? source.charAt(index) : '\0';
  }

  private void advance(int to) {
    for (; at < to; at++) {
      line += source.charAt(at) == '\n' ? 1 : 0;
    }
  }
}
