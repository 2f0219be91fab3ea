package org.autorl.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.GraderRule.Likeness;

/** The words of a task that say where its items come from and who judges completions of them. */
public abstract class TaskGraders extends SharedBlock {
  private final String id;
  private final Slot<DataBlock> dataSaid = mandatory("data");
  private final Slot<GraderBlock> graderSaid = mandatory("grader");
  private final List<DataBlock> opened = new ArrayList<>();
  private final List<GraderBlock> graders = new ArrayList<>();

  TaskGraders(String id, Reading reading, Place place) {
    super("task", "task `" + id + "`", id, true, reading, place);
    this.id = id;
  }

  /** Where the items come from. */
  @Word(
      value =
          "Where items come from: `generated`, `huggingFace`, `gitRepository` or `file`. Several"
              + " sources are several lines; `visible`, `practice` and `sealed` stand once in all.",
      example = "data generated('arithmetic') { ... }")
  public void data(DataBlock source) {
    dataSaid.sayMore(source);
  }

  /** Items made here. */
  @Word(
      value = "Items that this project makes, by the name of their family.",
      example = "data generated('arithmetic') { ... }")
  public DataBlock generated(
      String family,
      @DelegatesTo(value = GeneratedBlock.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> body) {
    return source(new GeneratedBlock(family, id, reading()), body);
  }

  /** A data set of the hub. */
  @Word(
      value =
          "A data set of the Hugging Face hub: repository, commit, licence (SPDX), and the `config`"
              + " if it has several.",
      example =
          "data huggingFace('openai/gsm8k', config: 'main', licence: 'MIT',"
              + " revision: 'e53f048856ff4f594e959d75785d2c2d37b678ee') { ... }")
  public DataBlock huggingFace(
      @NamedParam(value = "revision", type = String.class, required = true)
          @NamedParam(value = "licence", type = String.class, required = true)
          @NamedParam(value = "config", type = String.class)
          Map<String, ?> named,
      String repository,
      @DelegatesTo(value = HuggingFaceBlock.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> body) {
    return source(new HuggingFaceBlock(repository, named, id, reading()), body);
  }

  /** A repository. */
  @Word(
      value = "What a public repository holds or releases: address, commit or release, licence.",
      example =
          "data gitRepository('https://github.com/alfworld/alfworld', revision: '0.2.2',"
              + " licence: 'MIT') { ... }")
  public DataBlock gitRepository(
      @NamedParam(value = "revision", type = String.class, required = true)
          @NamedParam(value = "licence", type = String.class, required = true)
          Map<String, ?> named,
      String url,
      @DelegatesTo(value = GitRepositoryBlock.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> body) {
    return source(new GitRepositoryBlock(url, named, id, reading()), body);
  }

  /** A file. */
  @Word(
      value =
          "A JSON-lines file beside the task file, each line with a `prompt` and an `answer`: its"
              + " SHA-256 and its licence.",
      example =
          "data file('tasks/riddles/items.jsonl', licence: 'CC0-1.0', digest: '0a1b...') { ... }")
  public DataBlock file(
      @NamedParam(value = "digest", type = String.class, required = true)
          @NamedParam(value = "licence", type = String.class, required = true)
          Map<String, ?> named,
      String path,
      @DelegatesTo(value = FileBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    return source(new FileBlock(path, named, id, reading()), body);
  }

  private DataBlock source(DataBlock source, Closure<?> body) {
    opened.add(source);
    return open(source, body);
  }

  /** Who judges submissions. */
  @Word(
      value =
          "Who judges submissions: `exactMatch`, `rougeL`, `meanAbsoluteError`, `hitRate`,"
              + " `unitTests`, `program`, `judged` or `episodes`.",
      example = "grader exactMatch { ... }")
  public void grader(GraderBlock rule) {
    graderSaid.say(rule);
  }

  /** A grader that compares answers. */
  @Word(
      value = "A grader: the answer in the completion is the gold answer.",
      example = "grader exactMatch { ... }")
  public GraderBlock exactMatch(
      @DelegatesTo(value = ExactMatchBlock.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> body) {
    return made(new ExactMatchBlock(id, reading()), body);
  }

  /** A grader that compares texts. */
  @Word(
      value = "A grader: ROUGE-L of completion and gold answer.",
      example = "grader rougeL { ... }")
  public GraderBlock rougeL(
      @DelegatesTo(value = LikenessBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    return made(new LikenessBlock("rougeL", Likeness.Measure.ROUGE_L, id, reading()), body);
  }

  /** A grader that measures errors. */
  @Word(
      value = "A grader: how far the last number of the completion is from the gold number.",
      example = "grader meanAbsoluteError { ... }")
  public GraderBlock meanAbsoluteError(
      @DelegatesTo(value = LikenessBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    return made(
        new LikenessBlock("meanAbsoluteError", Likeness.Measure.MEAN_ABSOLUTE_ERROR, id, reading()),
        body);
  }

  /** A grader of rankings. */
  @Word(
      value = "A grader: the gold answer is among the first ten lines of the completion.",
      example = "grader hitRate { ... }")
  public GraderBlock hitRate(
      @DelegatesTo(value = LikenessBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    return made(new LikenessBlock("hitRate", Likeness.Measure.HIT_RATE_AT_10, id, reading()), body);
  }

  /** A grader that runs programs. */
  @Word(
      value = "A grader: the completion is a program that passes hidden tests (pass@k).",
      example = "grader unitTests { ... }")
  public GraderBlock unitTests(
      @DelegatesTo(value = UnitTestsBlock.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> body) {
    return made(new UnitTestsBlock(id, reading()), body);
  }

  /** A program of the task's own. */
  @Word(
      value =
          "A grader: a program beside the task file says what each completion is worth, 0 to 1; it"
              + " has a function `evaluate(question, model_answer, reference_answer)`.",
      example = "grader program('tasks/riddles/eval.py') { ... }")
  public GraderBlock program(
      String path,
      @DelegatesTo(value = ProgramBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    return made(new ProgramBlock(path, id, reading()), body);
  }

  /** A grader that asks a judge. */
  @Word(
      value = "A grader: a judge that the agent cannot read prefers the completion.",
      example = "grader judged('notes') { ... }")
  public GraderBlock judged(
      String judge,
      @DelegatesTo(value = JudgedBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    return made(new JudgedBlock(judge, id, reading()), body);
  }

  /** A grader that plays episodes. */
  @Word(
      value = "A grader: the policy acts in an interactive world until the episode ends.",
      example = "grader episodes { ... }")
  public GraderBlock episodes(
      @DelegatesTo(value = EpisodesBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    return made(new EpisodesBlock(id, reading()), body);
  }

  private GraderBlock made(GraderBlock rule, Closure<?> body) {
    graders.add(rule);
    return open(rule, body);
  }

  @Override
  void checkValues() {
    super.checkValues();
    graders.stream()
        .filter(rule -> graderSaid.isSaid() && rule != graderSaid.value())
        .forEach(
            rule ->
                rule.problem(
                    "task `" + id + "` has another grader",
                    "the one in line " + graderSaid.place().line() + " judges it",
                    "Keep one of the two."));
    opened.stream()
        .filter(source -> !dataSaid.values().contains(source))
        .forEach(
            source ->
                source.problem("this source stands alone", "", "Write `data` in front of it."));
    if (dataSaid.isSaid()) {
      List.of("visible", "practice", "sealed").forEach(this::checkSplit);
    }
  }

  private void checkSplit(String word) {
    List<Slot<DataBlock.Part>> said =
        dataSaid.values().stream()
            .flatMap(source -> source.splits().stream())
            .filter(slot -> slot.word().equals(word) && slot.isSaid())
            .toList();
    if (said.isEmpty()) {
      DataBlock source = dataSaid.value();
      source.problem(
          "the data of task `" + id + "` lacks `" + word + "`",
          "a task has `visible`, `practice` and `sealed` items",
          "Add `" + Words.of(source.getClass()).example(word) + "`.");
    }
    for (Slot<DataBlock.Part> again : said.subList(Math.min(1, said.size()), said.size())) {
      reading()
          .problem(
              again.place(),
              "`" + word + "` is said twice",
              "the first is in line " + said.get(0).place().line(),
              "Keep one of the two.");
    }
  }

  final List<DataBlock> sources() {
    return dataSaid.values();
  }

  final Optional<GraderBlock> judge() {
    return graderSaid.found();
  }
}
