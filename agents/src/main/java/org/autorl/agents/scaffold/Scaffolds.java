package org.autorl.agents.scaffold;

import java.util.List;
import java.util.Optional;

/** The table of scaffolds: a row for each published system, baseline and ablation. */
public final class Scaffolds {
  private static final int TRACES = 2;
  private static final int DRAFTS = 2;

  /** Points within which two practice scores are taken to be equal: one item of a hundred. */
  private static final double TIE = 1;

  private static final double MERGE = 0.25;
  private static final Planner EVEN = new Planner(0.12, 0);
  private static final Coding CHECKED = new Coding(3, false);
  private static final Coding FAIL_FAST = new Coding(3, true);
  private static final Memory KERNEL = new Memory.Kernel(1, 1, 30);

  private Scaffolds() {}

  /** All rows. */
  public static List<Scaffold> all() {
    return List.of(
        new Scaffold(
            "rd-agent",
            "problems, ideas criticised and ranked, traces that are merged, small runs first (R&D-Agent)",
            new Proposer.Staged(Proposer.Choosing.RANK, true),
            new Memory.Branch(),
            new Scheduler.RoundRobin(TRACES),
            new Merger.AtTheEnd(MERGE),
            FAIL_FAST,
            new Critic.ByDriver(TIE),
            new Planner(0.09, 0.8),
            new Selector.Best()),
        gome("gome", "a diagnosis as gradient, success memory as momentum (Gome)"),
        gomeWithoutReasoning(),
        gomeWithoutMemory(),
        gomeSingleTrace(),
        new Scaffold(
            "ft-agent",
            "fail-fast tiers, one hypothesis over data and training, a chain (FT-Agent)",
            new Proposer.Dialogue(),
            new Memory.ParentsAndSiblings(),
            new Scheduler.Chain(),
            new Merger.Never(),
            FAIL_FAST,
            new Critic.ByDriver(TIE),
            EVEN,
            new Selector.Newest()),
        tree(
            "greedy-tree",
            "drafts, then improves the best by its score alone (as AIDE)",
            new Scheduler.Greedy(DRAFTS, 2)),
        tree(
            "puct-tree",
            "drafts, then PUCT over all attempts, by scores alone (as ML-Master)",
            new Puct(DRAFTS, 1)),
        tree("random", "a new draft each time", new Scheduler.Restarts()),
        new Scaffold(
            "one-shot",
            "one draft, trained for most of the time",
            new Proposer.Direct(false),
            new Memory.None(),
            new Scheduler.Once(),
            new Merger.Never(),
            CHECKED,
            new Critic.ByScore(),
            new Planner(0.75, 0),
            new Selector.Best()));
  }

  /** A row by its name. */
  public static Optional<Scaffold> named(String name) {
    return all().stream().filter(row -> row.name().equals(name)).findFirst();
  }

  private static Scaffold gome(String name, String about) {
    return new Scaffold(
        name,
        about,
        new Proposer.Staged(Proposer.Choosing.DRIVER, false),
        KERNEL,
        new Scheduler.RoundRobin(TRACES),
        new Merger.AtTheEnd(MERGE),
        CHECKED,
        new Critic.ByDriver(TIE),
        EVEN,
        new Selector.Best());
  }

  private static Scaffold gomeWithoutReasoning() {
    Scaffold whole = gome("gome-no-reasoning", "gome with one call instead of a diagnosis");
    return with(whole, new Proposer.Direct(true), whole.memory(), whole.scheduler());
  }

  private static Scaffold gomeWithoutMemory() {
    Scaffold whole = gome("gome-no-memory", "gome that is told of failures alone");
    return with(whole, whole.proposer(), new Memory.Failures(), whole.scheduler());
  }

  private static Scaffold gomeSingleTrace() {
    Scaffold whole = gome("gome-single-trace", "gome with one trace, so nothing to merge");
    return with(whole, whole.proposer(), whole.memory(), new Scheduler.RoundRobin(1));
  }

  private static Scaffold with(
      Scaffold row, Proposer proposer, Memory memory, Scheduler scheduler) {
    return new Scaffold(
        row.name(),
        row.about(),
        proposer,
        memory,
        scheduler,
        row.merger(),
        row.coding(),
        row.critic(),
        row.planner(),
        row.selector());
  }

  private static Scaffold tree(String name, String about, Scheduler scheduler) {
    return new Scaffold(
        name,
        about,
        new Proposer.Direct(false),
        new Memory.ParentsAndSiblings(),
        scheduler,
        new Merger.Never(),
        CHECKED,
        new Critic.ByScore(),
        EVEN,
        new Selector.Best());
  }
}
