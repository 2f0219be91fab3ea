package org.autorl.graders;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the answer in a completion. What finds none is empty, never a guess. */
public sealed interface Extraction {
  /**
   * The answer of a completion, or empty if it has none.
   *
   * @param completion any text, also empty
   */
  Optional<String> from(String completion);

  /**
   * The number behind the last {@code ####} that a number follows, as GSM8K writes answers.
   *
   * <p>{@code $}, commas, a plus sign and a trailing dot are dropped: {@code #### $1,234.50.} gives
   * {@code 1234.50}. OpenAI's script takes the first mark, this the last: a policy that corrects
   * itself is judged by its last word. A stop text cuts off what it runs on to.
   *
   * <p>Source: Cobbe et al. 2021, <a href="https://arxiv.org/abs/2110.14168">2110.14168</a>; {@code
   * ANS_RE} of <a
   * href="https://github.com/openai/grade-school-math/blob/master/grade_school_math/dataset.py">
   * dataset.py</a>; {@code strict-match} and {@code regexes_to_ignore} of <a
   * href="https://github.com/EleutherAI/lm-evaluation-harness/blob/main/lm_eval/tasks/gsm8k/gsm8k.yaml">
   * lm-evaluation-harness</a>.
   */
  record NumberAfterMark() implements Extraction {
    private static final Pattern ANSWER =
        Pattern.compile("####\\s*+((?:[-+]?\\$?|\\$[-+])(?:\\d[\\d,]*+(?:\\.\\d++)?+|\\.\\d++))");

    @Override
    public Optional<String> from(String completion) {
      return last(ANSWER, 1, completion).map(Extraction::plain);
    }
  }

  /**
   * The last number of the text.
   *
   * <p>Commas count only between groups of three digits, and a minus only where no digit, letter or
   * bracket stands before it: {@code 5-3} ends in {@code 3}.
   *
   * <p>Source: {@code flexible-extract} of <a
   * href="https://github.com/EleutherAI/lm-evaluation-harness/blob/main/lm_eval/tasks/gsm8k/gsm8k.yaml">
   * lm-evaluation-harness</a>, last match.
   */
  record LastNumber() implements Extraction {
    private static final Pattern NUMBER =
        Pattern.compile(
            "(?:(?<![\\w)$])[-+]\\$?+|\\$[-+])?+"
                + "(?:(?:\\d{1,3}(?:,\\d{3})++(?!\\d)|\\d++)(?:\\.\\d++)?+|(?<!\\d)\\.\\d++)");

    @Override
    public Optional<String> from(String completion) {
      return last(NUMBER, 0, completion).map(Extraction::plain);
    }
  }

  /**
   * The first group of the first match of a regular expression.
   *
   * @param regex syntax of {@link Pattern}, with one group or more; write it so that it does not
   *     backtrack, for completions can be long
   */
  record FirstGroup(String regex) implements Extraction {
    /**
     * @throws IllegalArgumentException if {@code regex} is none, or has no group
     */
    public FirstGroup {
      if (Pattern.compile(regex).matcher("").groupCount() == 0) {
        throw new IllegalArgumentException(
            "`%s` has no group; put the part that is the answer in round brackets"
                .formatted(regex));
      }
    }

    @Override
    public Optional<String> from(String completion) {
      Matcher matcher = Pattern.compile(regex).matcher(completion);
      return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
    }
  }

  /**
   * The letter, A to E, of a multiple choice.
   *
   * <p>Three forms, the first that occurs decides, and of several in one form the last: {@code
   * Answer: B} or {@code answer is (B)}; {@code (B)}; a line that is {@code B} or begins with
   * {@code B.}, {@code B)} or {@code B:}. Letters are capitals, for {@code a} is a word.
   *
   * <p>Source: {@code Answer: X} as in <a
   * href="https://github.com/openai/simple-evals/blob/main/common.py">simple-evals</a>, {@code
   * answer is (X)} as in MMLU-Pro, <a href="https://arxiv.org/abs/2406.01574">2406.01574</a>; the
   * other two forms are ours.
   */
  record ChoiceLetter() implements Extraction {
    private static final Pattern STATED =
        Pattern.compile("(?i:answer)(?:\\s++is\\b)?+[\\s:*_($]*+([A-E])(?![\\w'])");
    private static final Pattern BRACKETED = Pattern.compile("\\(([A-E])\\)");
    private static final Pattern LINE =
        Pattern.compile("(?m)^[ \\t*_]*+([A-E])(?:[.):*_]|[ \\t]*+$)");

    @Override
    public Optional<String> from(String completion) {
      return last(STATED, 1, completion)
          .or(() -> last(BRACKETED, 1, completion))
          .or(() -> last(LINE, 1, completion));
    }
  }

  /** The whole text without white space at its ends; empty if nothing is left. */
  record WholeText() implements Extraction {
    @Override
    public Optional<String> from(String completion) {
      return Optional.of(completion.strip()).filter(text -> !text.isEmpty());
    }
  }

  private static Optional<String> last(Pattern pattern, int group, String text) {
    return pattern.matcher(text).results().reduce((one, next) -> next).map(m -> m.group(group));
  }

  private static String plain(String number) {
    return number.replace("$", "").replace(",", "").replace("+", "");
  }
}
