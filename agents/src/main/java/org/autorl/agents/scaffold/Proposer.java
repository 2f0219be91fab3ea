package org.autorl.agents.scaffold;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Json;

/** Gets the next idea out of a driver. */
public interface Proposer {
  /**
   * An idea.
   *
   * @return empty if the driver gave none that can be used
   */
  Optional<Hypothesis> propose(Turn turn, Selection selection, Memory memory)
      throws ChatEnded, InterruptedException;

  /**
   * One call: the scripts and scores, and an idea.
   *
   * @param metrics whether metrics of training are told, too; tree search sees scores alone
   */
  record Direct(boolean metrics) implements Proposer {
    @Override
    public Optional<Hypothesis> propose(Turn turn, Selection selection, Memory memory)
        throws ChatEnded, InterruptedException {
      ObjectNode facts = Proposals.facts(turn, selection, Phase.PROPOSE);
      facts.set(
          "memory", Facts.list(memory.recall(turn.trace(), selection, List.of(), turn.random())));
      if (!metrics) {
        Proposals.withoutMetrics(facts);
      }
      return Proposals.first(turn, facts);
    }
  }

  /** How one of several ideas is taken. */
  enum Choosing {
    /** By {@link Ranking}. */
    RANK,
    /** By the driver, who is told what worked elsewhere. */
    DRIVER
  }

  /**
   * Problems, then an idea for each, then one of them. A beginning and a merge are one call: there
   * is no result to diagnose.
   *
   * @param critique whether ideas are criticised and written again before one is taken
   */
  record Staged(Choosing choosing, boolean critique) implements Proposer {
    @Override
    public Optional<Hypothesis> propose(Turn turn, Selection selection, Memory memory)
        throws ChatEnded, InterruptedException {
      if (selection.stage() == Stage.DRAFT || selection.stage() == Stage.MERGE) {
        return new Direct(true).propose(turn, selection, memory);
      }
      Attention attention = Attention.of(turn.trace());
      ObjectNode diagnosis = Proposals.facts(turn, selection, Phase.DIAGNOSE);
      Proposals.ask(diagnosis, attention);
      // A memory of ideas needs ideas to compare with: those come later.
      if (choosing == Choosing.RANK) {
        diagnosis.set(
            "memory", Facts.list(memory.recall(turn.trace(), selection, List.of(), turn.random())));
      }
      Optional<List<Problem>> problems =
          turn.asking()
              .ask(Phase.DIAGNOSE, Prompts.messages(Phase.DIAGNOSE, diagnosis), Answers::problems);
      if (problems.isEmpty()) {
        return Optional.empty();
      }
      List<Hypothesis> ideas = ideas(turn, selection, problems.get());
      if (ideas.isEmpty()) {
        return Optional.empty();
      }
      return choosing == Choosing.RANK
          ? Optional.of(
              Ranking.pick(
                  ideas.stream()
                      .map(idea -> new Ranking.Candidate(idea, source(idea, problems.get())))
                      .toList(),
                  attention))
          : chosen(turn, selection, memory, ideas);
    }

    /** An idea for each problem; none that was tried from here. */
    private List<Hypothesis> ideas(Turn turn, Selection selection, List<Problem> problems)
        throws ChatEnded, InterruptedException {
      ObjectNode facts = Proposals.facts(turn, selection, Phase.PROPOSE);
      facts.set("problems", Json.tree(problems));
      List<Hypothesis> ideas =
          fresh(
              turn,
              selection,
              turn.asking()
                  .ask(Phase.PROPOSE, Prompts.messages(Phase.PROPOSE, facts), Answers::hypotheses)
                  .orElse(List.of()));
      return critique && !ideas.isEmpty()
          ? fresh(turn, selection, Rewriting.of(turn, selection, ideas))
          : ideas;
    }

    private static List<Hypothesis> fresh(
        Turn turn, Selection selection, List<Hypothesis> hypotheses) {
      List<Hypothesis> tried = Proposals.tried(turn.trace(), selection);
      return hypotheses.stream().filter(idea -> tried.stream().noneMatch(idea::sameAs)).toList();
    }

    private static Optional<Hypothesis> chosen(
        Turn turn, Selection selection, Memory memory, List<Hypothesis> ideas)
        throws ChatEnded, InterruptedException {
      ObjectNode choice = Proposals.facts(turn, selection, Phase.CHOOSE);
      choice.set("candidates", Facts.ideas(ideas));
      choice.set(
          "memory", Facts.list(memory.recall(turn.trace(), selection, ideas, turn.random())));
      return turn.asking()
          .ask(Phase.CHOOSE, Prompts.messages(Phase.CHOOSE, choice), Answers::choice)
          .map(Answers.Choice::hypothesis)
          .or(() -> Optional.of(ideas.get(0)));
    }

    private static Problem.Source source(Hypothesis idea, List<Problem> problems) {
      return problems.stream()
          .filter(problem -> idea.problem().equals(Optional.of(problem.name())))
          .map(Problem::source)
          .findFirst()
          .orElse(Problem.Source.RUN);
    }
  }

  /**
   * One conversation of three turns: the driver reasons about what holds the score back, gives one
   * idea for data and training together, and says how it is put into work. FT-Agent.
   */
  record Dialogue() implements Proposer {
    @Override
    public Optional<Hypothesis> propose(Turn turn, Selection selection, Memory memory)
        throws ChatEnded, InterruptedException {
      if (selection.stage() == Stage.DRAFT) {
        return new Direct(true).propose(turn, selection, memory);
      }
      ObjectNode facts = Proposals.facts(turn, selection, Phase.DIAGNOSE);
      Proposals.ask(facts, new Attention(0));
      facts.set(
          "memory", Facts.list(memory.recall(turn.trace(), selection, List.of(), turn.random())));
      List<Chat.Message> conversation = new ArrayList<>(Prompts.messages(Phase.DIAGNOSE, facts));
      Optional<List<Problem>> problems =
          turn.asking().ask(Phase.DIAGNOSE, conversation, Answers::problems);
      if (problems.isEmpty()) {
        return Optional.empty();
      }
      ObjectNode next = Proposals.facts(turn, selection, Phase.PROPOSE);
      next.set("problems", Json.tree(List.of(problems.get().get(0))));
      goOn(conversation, "problems", problems.get(), Prompts.further(Phase.PROPOSE, next));
      Optional<Hypothesis> idea =
          turn.asking()
              .ask(Phase.PROPOSE, conversation, Answers::hypotheses)
              .map(ideas -> ideas.get(0));
      if (idea.isEmpty()) {
        return Optional.empty();
      }
      ObjectNode last = Proposals.facts(turn, selection, Phase.PLAN);
      last.set("hypothesis", Json.tree(idea.get()));
      goOn(conversation, "hypotheses", idea.stream().toList(), Prompts.further(Phase.PLAN, last));
      return turn.asking()
          .ask(Phase.PLAN, conversation, Answers::plan)
          .map(plan -> idea.get().planned(plan))
          .or(() -> idea);
    }

    private static void goOn(
        List<Chat.Message> conversation, String word, List<?> answer, String question) {
      conversation.add(
          Chat.Message.assistant(Json.canonical(Json.object().set(word, Json.tree(answer)))));
      conversation.add(Chat.Message.user(question));
    }
  }
}
