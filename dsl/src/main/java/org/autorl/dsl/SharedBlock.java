package org.autorl.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Mode;
import org.autorl.records.Network;
import org.autorl.records.PolicySource;

/** Words that a task says, or the profile that it uses. */
public abstract class SharedBlock extends Block {
  private final String owner;
  private final Slot<String> policySaid;
  private final Slot<PolicyOnHub> hubPolicySaid = optional("hubPolicy");
  private final Slot<BudgetBlock> budgetSaid;
  private final Slot<SubmissionBlock> submissionSaid;
  private final Slot<Boolean> embeddedSaid = optional("embedded");
  private final Slot<Network> networkSaid = optional("network");
  private final Slot<List<Mode>> modesSaid = optional("modes");

  private record PolicyOnHub(String repository, String revision, String licence) {}

  /**
   * @param owner what its parts are called after
   * @param whole whether its words must be said
   */
  SharedBlock(
      String word, String title, String owner, boolean whole, Reading reading, Place place) {
    super(word, title, reading, place);
    this.owner = owner;
    this.policySaid = whole ? mandatory("policy") : optional("policy");
    this.budgetSaid = whole ? mandatory("budget") : optional("budget");
    this.submissionSaid = whole ? mandatory("submission") : optional("submission");
    policySaid.orInstead(hubPolicySaid);
    hubPolicySaid.orInstead(policySaid);
  }

  /** Marks the task as runnable with nothing but this project. */
  @Word(
      value =
          "Marks a task that needs nothing but this project: generated data, our base policy, no"
              + " GPU. A run with no choice takes these. Default: not embedded.",
      example = "embedded()")
  public void embedded() {
    embeddedSaid.say(true);
  }

  /** The base policy. */
  @Word(
      value =
          "Folder of the base policy in Hugging Face layout, relative to the task file. Either"
              + " this or `hubPolicy`.",
      example = "policy 'tasks/policies/base-1m'")
  public void policy(String folder) {
    policySaid.say(folder);
  }

  /** The base policy, from the hub. */
  @Word(
      value = "The base policy as a repository of the Hugging Face hub, pinned to a commit.",
      example =
          "hubPolicy 'Qwen/Qwen2.5-7B-Instruct', licence: 'Apache-2.0',"
              + " revision: 'a09a35458c702b33eeacc393d103063234e8bc28'")
  public void hubPolicy(
      @NamedParam(value = "revision", type = String.class, required = true)
          @NamedParam(value = "licence", type = String.class, required = true)
          Map<String, ?> named,
      String repository) {
    hubPolicySaid.say(
        new PolicyOnHub(
            repository,
            named(named, "revision", String.class),
            named(named, "licence", String.class)));
  }

  /** Caps of one attempt. */
  @Word(value = "Caps of one attempt: a block.", example = "budget { ... }")
  public void budget(
      @DelegatesTo(value = BudgetBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    budgetSaid.say(open(new BudgetBlock(owner, reading()), body));
  }

  /** What a submission must be. */
  @Word(value = "What a submission must be: a block.", example = "submission { ... }")
  public void submission(
      @DelegatesTo(value = SubmissionBlock.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> body) {
    submissionSaid.say(open(new SubmissionBlock(owner, reading()), body));
  }

  /** What an attempt can reach. */
  @Word(
      value =
          "What an attempt can reach: `offline` is the grading API and nothing else, `mirrored`"
              + " also the package indexes and hubs that the operator names, `open` the internet. Each is a track of its own on the board. Default: `offline`.",
      example = "network offline")
  public void network(Network reach) {
    networkSaid.say(reach);
  }

  /** No internet. */
  @Word(value = "A reach of `network`.", example = "network offline")
  public Network getOffline() {
    return Network.OFFLINE;
  }

  /** With a mirror. */
  @Word(value = "A reach of `network`.", example = "network mirrored")
  public Network getMirrored() {
    return Network.MIRRORED;
  }

  /** With internet. */
  @Word(value = "A reach of `network`.", example = "network open")
  public Network getOpen() {
    return Network.OPEN;
  }

  /** What attempts can be held to. */
  @Word(
      value =
          "Operating modes that an attempt can be held to: `free`, `sftOnly`, `rlOnly`, `multi`"
              + " (one policy for several tasks). Default: `free`.",
      example = "modes free, sftOnly, rlOnly")
  public void modes(Mode... allowed) {
    modesSaid.say(List.of(allowed));
  }

  /** A mode. */
  @Word(value = "A mode: the agent chooses.", example = "modes free")
  public Mode getFree() {
    return Mode.FREE;
  }

  /** A mode. */
  @Word(value = "A mode: supervised fine-tuning alone.", example = "modes free, sftOnly")
  public Mode getSftOnly() {
    return Mode.SFT_ONLY;
  }

  /** A mode. */
  @Word(value = "A mode: reinforcement learning alone.", example = "modes free, rlOnly")
  public Mode getRlOnly() {
    return Mode.RL_ONLY;
  }

  /** A mode. */
  @Word(value = "A mode: one policy for several tasks.", example = "modes free, multi")
  public Mode getMulti() {
    return Mode.MULTI;
  }

  @Override
  void checkValues() {
    if (policySaid.isOwn()) {
      new NamedPaths(reading())
          .check(
              policySaid.place(),
              "policy",
              policySaid.value(),
              "folder",
              "Name a folder with a policy in Hugging Face layout.");
    }
    if (policySaid.isSaid() && hubPolicySaid.isSaid()) {
      reading()
          .problem(
              hubPolicySaid.place(),
              "there are two base policies",
              "`policy` in line " + policySaid.place().line() + " is the other one",
              "Keep one of the two.");
    }
    if (hubPolicySaid.isOwn()) {
      PolicyOnHub policy = hubPolicySaid.value();
      HuggingFaceBlock.checkOnHub(
          reading(), hubPolicySaid.place(), policy.repository(), policy.revision());
    }
    require(
        modesSaid,
        list -> !list.isEmpty() && list.stream().distinct().count() == list.size(),
        "`modes` names a mode twice, or none",
        "a mode is allowed or not",
        "Write `modes free, sftOnly`.");
  }

  /** The base policy; folders are resolved where the word stands, so before they are adopted. */
  final PolicySource policySource() {
    Optional<PolicySource> hub =
        hubPolicySaid
            .found()
            .map(p -> new PolicySource.HuggingFace(p.repository(), p.revision(), p.licence()));
    return hub.orElseGet(
        () ->
            new PolicySource.Folder(
                policySaid.isOwn() ? reading().fromRoot(policySaid.value()) : policySaid.value()));
  }

  final boolean isEmbedded() {
    return embeddedSaid.valueOr(false);
  }

  final BudgetBlock budgetBlock() {
    return budgetSaid.value();
  }

  final SubmissionBlock submissionBlock() {
    return submissionSaid.value();
  }

  final Network reach() {
    return networkSaid.valueOr(Network.OFFLINE);
  }

  final List<Mode> allowedModes() {
    return modesSaid.valueOr(List.of(Mode.FREE));
  }
}
