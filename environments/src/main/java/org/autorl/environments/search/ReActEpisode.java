package org.autorl.environments.search;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autorl.environments.Episode;

/**
 * One question, answered in turns of thought, action and observation (ReAct, Yao et al. 2022, <a
 * href="https://arxiv.org/abs/2210.03629">2210.03629</a>).
 *
 * <p>A turn is all that a policy writes before {@code "\nObservation:"}, the one text to stop at.
 * Its action, {@code search[words]} or {@code answer[text]}, counts wherever it stands: after
 * {@code Action:}, or on the line of the thought. The last turn asks for the answer; what is
 * written then is the answer, in brackets or not. Placeholders are no answer. Without an answer the
 * reward is 0.
 *
 * <p>The reward is F1; 1 only for a success.
 */
public final class ReActEpisode implements Episode {
  /** What a policy's text ends at, and nothing else. */
  public static final String STOP = "\nObservation:";

  /** Documents that a search shows, at most. */
  static final int SNIPPETS = 3;

  private static final Pattern ACTION =
      Pattern.compile("\\b(search|answer)\\[([^\\]\\n]*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern LABELLED =
      Pattern.compile("Action(?: \\d+)?:\\s*" + ACTION.pattern(), Pattern.CASE_INSENSITIVE);
  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "",
          "answer",
          "your answer",
          "the answer",
          "final answer",
          "your final answer",
          "text",
          "words",
          "none",
          "unknown",
          "n a",
          "i don t know",
          "i do not know",
          "not found");

  private static final String RULES =
      """
      Answer the question. Look things up as often as you need, one action a turn.
      Write a thought, then an action:
      Thought: what you know and what is missing
      Action: search[words] or answer[text]
      After a search you get an observation with what was found. answer[...] ends the task; of several answers give all, with commas between them, and no others.

      """;

  private static final String LAST = "This is the last turn. Give the answer now.\nAction: answer[";

  private final SearchProvider provider;
  private final Question question;
  private final int maxSteps;
  private final StringBuilder text = new StringBuilder(RULES);
  private int steps;
  private int searches;
  private Optional<Question.Judgement> judgement = Optional.empty();
  private Turn last = new Turn("", false, 0);

  /**
   * Asks a question.
   *
   * @param maxSteps turns, the one that must answer among them; at least one
   */
  public ReActEpisode(SearchProvider provider, Question question, int maxSteps) {
    this.provider = provider;
    this.question = question;
    this.maxSteps = maxSteps;
    text.append("Question: ").append(question.problem()).append('\n').append(lead());
  }

  /** How many searches there were. */
  public int searches() {
    return searches;
  }

  /** How the answer was judged; empty as long as there is none, or none was given. */
  public Optional<Question.Judgement> judgement() {
    return judgement;
  }

  @Override
  public String prompt() {
    return text.toString();
  }

  @Override
  public String shown(String transcript) {
    return text.toString();
  }

  private boolean isLast() {
    return steps == maxSteps - 1;
  }

  private String lead() {
    return isLast() ? LAST : "Thought:";
  }

  @Override
  public Turn step(String completion) {
    if (last.done()) {
      return last;
    }
    String written = completion.split(Pattern.quote(STOP), 2)[0].stripTrailing();
    Optional<Matcher> action = action(written);
    Optional<String> answer = answer(written, action);
    boolean end = isLast();
    steps++;
    if (answer.isPresent() && isAnswer(answer.get())) {
      judgement = Optional.of(question.judged(answer.get()));
      last = new Turn("The answer is noted.", true, judgement.get().f1());
      return last;
    }
    String seen =
        answer.isPresent()
            ? "`%s` is no answer.".formatted(answer.get())
            : action.map(a -> end ? "" : found(a.group(2))).orElse("There was no action.");
    last = new Turn(end ? "There was no answer." : seen, end, 0);
    text.append(written.startsWith(" ") ? "" : " ").append(written);
    text.append(STOP).append(' ').append(last.observation()).append('\n').append(lead());
    return last;
  }

  /** The one that is labelled; else the first that there is. */
  private static Optional<Matcher> action(String written) {
    Matcher labelled = LABELLED.matcher(written);
    if (labelled.find()) {
      return Optional.of(labelled);
    }
    Matcher any = ACTION.matcher(written);
    return any.find() ? Optional.of(any) : Optional.empty();
  }

  /** In the last turn the prompt has opened the brackets already. */
  private Optional<String> answer(String written, Optional<Matcher> action) {
    if (action.isPresent()) {
      return action
          .filter(a -> a.group(1).toLowerCase(Locale.ROOT).equals("answer"))
          .map(a -> a.group(2).strip());
    }
    return isLast()
        ? Optional.of(written.strip().split("[\\]\\n]", 2)[0].strip())
        : Optional.empty();
  }

  /** Not one of the words that stand for an answer, unless it is what is right. */
  private boolean isAnswer(String answer) {
    String plain = answer.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    return !PLACEHOLDERS.contains(plain) || question.judged(answer).success();
  }

  private String found(String query) {
    searches++;
    List<SearchProvider.Snippet> found = provider.search(query.strip(), SNIPPETS);
    StringBuilder seen = new StringBuilder(found.isEmpty() ? "No results." : "");
    for (int i = 0; i < found.size(); i++) {
      SearchProvider.Snippet snippet = found.get(i);
      seen.append(i == 0 ? "" : "\n").append(i + 1).append(". ").append(snippet.title());
      seen.append(": ").append(snippet.text());
    }
    return seen.toString();
  }
}
