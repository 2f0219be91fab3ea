package org.autorl.agents.scaffold;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Json;

/**
 * A second look at ideas before one is taken: the driver criticises each, and writes them again.
 * R&amp;D-Agent, arXiv 2505.14738.
 */
final class Rewriting {
  private Rewriting() {}

  /**
   * What is wrong with an idea.
   *
   * @param fits whether a run of it fits into the time that is left
   */
  record Critique(String flaw, boolean fits) {}

  /**
   * The ideas as the driver writes them after its own critique; as they were where it gives no
   * critique or no idea that can be read.
   */
  static List<Hypothesis> of(Turn turn, Selection selection, List<Hypothesis> ideas)
      throws ChatEnded, InterruptedException {
    ObjectNode facts = Proposals.facts(turn, selection, Phase.CRITIQUE);
    facts.set("candidates", Facts.ideas(ideas));
    List<Chat.Message> conversation = new ArrayList<>(Prompts.messages(Phase.CRITIQUE, facts));
    Optional<List<Critique>> critiques =
        turn.asking()
            .ask(Phase.CRITIQUE, conversation, answer -> Answers.critiques(answer, ideas.size()));
    if (critiques.isEmpty()) {
      return ideas;
    }
    ObjectNode answer = Json.object().set("critiques", Json.tree(critiques.get()));
    conversation.add(Chat.Message.assistant(Json.canonical(answer)));
    ObjectNode next = Proposals.facts(turn, selection, Phase.REWRITE);
    next.set("candidates", Facts.ideas(ideas));
    conversation.add(Chat.Message.user(Prompts.further(Phase.REWRITE, next)));
    return turn.asking().ask(Phase.REWRITE, conversation, Answers::hypotheses).orElse(ideas);
  }
}
