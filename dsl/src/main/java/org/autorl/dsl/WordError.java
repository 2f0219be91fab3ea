package org.autorl.dsl;

import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.syntax.SyntaxException;

/** A finding of ours among Groovy's compile errors. */
final class WordError extends SyntaxException {
  private static final long serialVersionUID = 1;

  private final transient Finding finding;

  WordError(ASTNode where, Finding finding) {
    super(finding.what(), where);
    this.finding = finding;
  }

  Problem problem() {
    return finding.at(new Place(getStartLine(), getStartColumn()));
  }
}
