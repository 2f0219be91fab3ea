package org.autorl.dsl;

import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.syntax.SyntaxException;

/** A finding of ours among Groovy's compile errors. */
final class WordError extends SyntaxException {
  private static final long serialVersionUID = 1;

  private final transient Finding finding;
  private final transient List<? extends ASTNode> untold;

  /**
   * @param untold blocks in which nothing can be told right from wrong, because of this
   */
  WordError(ASTNode where, Finding finding, List<? extends ASTNode> untold) {
    super(finding.what(), where);
    this.finding = finding;
    this.untold = List.copyOf(untold);
  }

  Problem problem() {
    return finding.at(new Place(getStartLine(), getStartColumn()));
  }

  boolean silences(Place place) {
    return untold.stream()
        .anyMatch(
            block ->
                new Place(block.getLineNumber(), block.getColumnNumber()).compareTo(place) < 0
                    && new Place(block.getLastLineNumber(), block.getLastColumnNumber())
                            .compareTo(place)
                        > 0);
  }
}
