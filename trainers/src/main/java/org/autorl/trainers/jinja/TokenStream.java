package org.autorl.trainers.jinja;

import java.util.List;

/** Tokens one after the other. */
final class TokenStream {
  private final List<Token> tokens;
  private int at;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token after() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    at += at < tokens.size() - 1 ? 1 : 0;
    return token;
  }

  boolean takeSign(String sign) {
    boolean here = peek().sign(sign);
    at += here ? 1 : 0;
    return here;
  }

  boolean takeName(String name) {
    boolean here = peek().name(name);
    at += here ? 1 : 0;
    return here;
  }

  void needSign(String sign) {
    if (!takeSign(sign)) {
      throw refused("`" + sign + "`");
    }
  }

  void needName(String name) {
    if (!takeName(name)) {
      throw refused("`" + name + "`");
    }
  }

  Token need(Token.Kind kind, String what) {
    if (peek().kind() != kind) {
      throw refused(what);
    }
    return next();
  }

  JinjaException refused(String wanted) {
    return new JinjaException(peek().shown() + " stands where " + wanted + " is expected")
        .at(peek().line());
  }
}
