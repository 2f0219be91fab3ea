package org.autorl.agents.scaffold;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.autorl.records.Json;

/**
 * Plays a scaffold. Its state is the event log: what is done next follows from the events, the
 * budget and the driver, so it can be stopped after any event and go on from there.
 *
 * <p>A node goes through four steps, each with an event: it is proposed, coded, run and judged.
 */
public final class Engine {
  /** How often an idea is asked for before the driver is taken to have none. */
  private static final int PATIENCE = 3;

  private final Scaffold scaffold;
  private final EventLog log;
  private final Workshop workshop;
  private final Asking asking;
  private final InstantSource clock;
  private final long seed;
  private final Consumer<String> say;
  private final ObjectNode task;
  private Trace trace;

  /**
   * An engine that goes on where the log ends.
   *
   * @param seed of all that is drawn
   * @param say is told what happens, a line at a time
   */
  public Engine(
      Scaffold scaffold,
      EventLog log,
      Workshop workshop,
      Chat chat,
      InstantSource clock,
      long seed,
      Consumer<String> say)
      throws IOException {
    this.scaffold = scaffold;
    this.log = log;
    this.workshop = workshop;
    this.asking = new Asking(new Frugal(chat, workshop));
    this.clock = clock;
    this.seed = seed;
    this.say = say;
    this.task = workshop.task();
    this.trace = Trace.of(log.events());
  }

  /** The state. */
  public Trace trace() {
    return trace;
  }

  /**
   * Works until time, submissions, driver or ideas are at their end; then chooses.
   *
   * @return the last event
   */
  public Event.Ended run() throws IOException, InterruptedException {
    for (Event event : log.events()) {
      if (event instanceof Event.Ended ended) {
        return ended;
      }
    }
    if (log.events().isEmpty()) {
      append(new Event.Began(clock.instant(), scaffold.name(), seed, workshop.standing().total()));
    }
    String why;
    try {
      Optional<String> end = step();
      while (end.isEmpty()) {
        end = step();
      }
      why = end.get();
    } catch (ChatEnded e) {
      why = String.valueOf(e.getMessage());
      finishOpen();
    }
    return end(why);
  }

  /** One event further; says why, if there is none to come. */
  private Optional<String> step() throws IOException, InterruptedException, ChatEnded {
    Optional<Node> open = trace.open();
    if (open.isEmpty()) {
      return propose();
    }
    Node node = open.get();
    if (node.result().isPresent()) {
      judge(node, scaffold.critic());
    } else if (node.script().isPresent()) {
      return train(node);
    } else {
      code(node);
    }
    return Optional.empty();
  }

  private Optional<String> propose() throws IOException, InterruptedException, ChatEnded {
    Standing standing = workshop.standing();
    if (standing.submissions() < 1) {
      return Optional.of("no submission is left");
    }
    if (scaffold.planner().seconds(standing).isEmpty()) {
      return Optional.of("too little time is left for another run");
    }
    Optional<Selection> next =
        scaffold.merger().merge(trace, standing).or(() -> scaffold.scheduler().next(trace));
    if (next.isEmpty()) {
      return Optional.of("there is nothing to go on from");
    }
    Selection selection = next.get();
    for (int attempt = 1; attempt <= PATIENCE; attempt++) {
      Turn turn = new Turn(trace, standing, task, trace.nodes().size(), attempt, seed, asking);
      Optional<Hypothesis> idea = scaffold.proposer().propose(turn, selection, scaffold.memory());
      if (idea.isPresent() && isNew(idea.get(), selection)) {
        append(
            new Event.Proposed(
                clock.instant(),
                trace.nodes().size(),
                selection.parents(),
                selection.stage(),
                idea.get()));
        return Optional.empty();
      }
    }
    return Optional.of("the driver has no new idea that can be used");
  }

  /** No idea is tried twice from the same place. */
  private boolean isNew(Hypothesis idea, Selection selection) {
    return Proposals.tried(trace, selection).stream().noneMatch(idea::sameAs);
  }

  private void code(Node node) throws IOException, InterruptedException, ChatEnded {
    Optional<Result.Failure> mistake = Optional.empty();
    Optional<Node> base =
        Proposals.base(
            new Trace(trace.nodes().subList(0, node.id())),
            new Selection(node.stage(), node.parents()));
    Optional<String> last = Optional.empty();
    for (int round = 1; round <= scaffold.coding().rounds(); round++) {
      Turn turn = new Turn(trace, workshop.standing(), task, node.id(), round, seed, asking);
      ObjectNode facts = turn.facts(Phase.CODE).put("stage", node.stage().name());
      facts.set("hypothesis", Json.tree(node.hypothesis()));
      base.ifPresent(parent -> facts.set("parent", Facts.whole(parent)));
      mistake.ifPresent(said -> facts.set("mistake", Json.tree(said)));
      last.ifPresent(script -> facts.put("lastScript", script));
      Optional<String> script =
          asking.ask(Phase.CODE, Prompts.messages(Phase.CODE, facts), Answers::script);
      mistake =
          script.isEmpty()
              ? Optional.of(
                  new Result.Failure(
                      Result.Tier.STATIC, Result.Kind.CONFIG, "the driver wrote no script"))
              : checked(node, base, script.get());
      if (mistake.isEmpty()) {
        append(new Event.Coded(clock.instant(), node.id(), script.orElseThrow(), round));
        return;
      }
      last = script;
      say.accept("node %d: %s".formatted(node.id(), mistake.get().message()));
    }
    append(
        new Event.Ran(
            clock.instant(), node.id(), Result.failed(mistake.orElseThrow(), Map.of(), 0)));
  }

  /** The cheap tiers, the cheapest first. */
  private Optional<Result.Failure> checked(Node node, Optional<Node> base, String script)
      throws IOException, InterruptedException {
    Optional<Node> same =
        trace.nodes().stream().filter(n -> n.script().equals(Optional.of(script))).findFirst();
    if (same.isPresent()) {
      return Optional.of(
          new Result.Failure(
              Result.Tier.STATIC,
              Result.Kind.CONFIG,
              "node %d was this very script".formatted(same.get().id())));
    }
    Optional<Result.Failure> wrong =
        Halves.changed(node, base, script).or(() -> workshop.check(script));
    return wrong.isEmpty() && scaffold.coding().tryOut()
        ? workshop.tryOut(node.id(), script)
        : wrong;
  }

  private Optional<String> train(Node node) throws IOException, InterruptedException {
    Standing standing = workshop.standing();
    OptionalDouble seconds = scaffold.planner().seconds(standing);
    if (seconds.isEmpty() || standing.submissions() < 1) {
      return Optional.of("too little is left of time or submissions to run what is written");
    }
    say.accept(
        "node %d: %s; trains for %.0f s"
            .formatted(node.id(), oneLine(node.hypothesis().text()), seconds.getAsDouble()));
    Result result = workshop.run(node.id(), node.script().orElseThrow(), seconds.getAsDouble());
    append(new Event.Ran(clock.instant(), node.id(), result));
    return Optional.empty();
  }

  private void judge(Node node, Critic critic) throws IOException, InterruptedException, ChatEnded {
    Turn turn = new Turn(trace, workshop.standing(), task, node.id(), 1, seed, asking);
    Feedback feedback = critic.judge(turn, node);
    append(new Event.Judged(clock.instant(), node.id(), feedback));
    say.accept(
        "node %d: %s%s, %s"
            .formatted(
                node.id(),
                node.score()
                    .map(s -> String.format(java.util.Locale.ROOT, "score %.1f", s))
                    .orElse("no score"),
                feedback.accepted() ? ", accepted" : "",
                oneLine(feedback.observations())));
  }

  /** What is written needs no driver to be run, and what was run none to be judged by its score. */
  private void finishOpen() throws IOException, InterruptedException {
    Optional<Node> open = trace.open().filter(node -> node.script().isPresent());
    if (open.isPresent() && open.get().result().isEmpty()) {
      train(open.get());
    }
    Optional<Node> ran = trace.open().filter(node -> node.result().isPresent());
    if (ran.isPresent()) {
      try {
        judge(ran.get(), new Critic.ByScore());
      } catch (ChatEnded e) {
        throw new IllegalStateException("a score needs no driver", e);
      }
    }
  }

  private Event.Ended end(String why) throws IOException, InterruptedException {
    Optional<Integer> chosen =
        scaffold.selector().pick(trace).flatMap(Node::result).flatMap(Result::submission);
    if (chosen.isPresent()) {
      workshop.choose(chosen.get());
    }
    Event.Ended ended =
        new Event.Ended(clock.instant(), why, chosen.map(List::of).orElse(List.of()));
    append(ended);
    say.accept(
        "%s; %s"
            .formatted(
                why, chosen.map(n -> "chose submission " + n).orElse("nothing was submitted")));
    return ended;
  }

  private void append(Event event) throws IOException {
    Trace next = trace.after(event);
    log.append(event);
    trace = next;
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() > 160 ? line.substring(0, 160) : line;
  }
}
