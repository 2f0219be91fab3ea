package org.autorl.agents.scaffold

import static java.lang.Math.abs
import static java.lang.Math.exp
import static java.lang.Math.log as ln
import static java.lang.Math.sqrt
import static java.lang.Math.tanh

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

class PartsSpec extends Specification {
  static final Instant NOW = Instant.parse('2026-01-01T00:00:00Z')

  @TempDir Path folder

  def "PUCT counts an attempt from when it is picked, and is as computed by hand"() {
    given: 'two roots with 20 and 40 points; the second has two children that nobody has judged'
    def trace = graph([[[], 20d], [[], 40d], [[1], null], [[1], null]])
    def puct = new Puct(2, 1)
    def sd = sqrt(200d)
    def low = (1 + tanh(-10 / sd)) / 2
    def high = (1 + tanh(10 / sd)) / 2
    def all = exp(low) + exp(high)

    when:
    def values = puct.values(trace)

    then: 'N is 4; what its parent is worth is shared by three'
    abs(values[0] - (low + exp(low) / all * 2)) < 1e-12
    abs(values[1] - (high / 3 + exp(high) / all * 2 / 3)) < 1e-12

    and: 'so the next pick is the other one'
    puct.next(trace).get() == new Selection(Stage.IMPROVE, [0])
  }

  def "rewards of PUCT do not depend on the unit of the score"() {
    given:
    def one = new Puct(1, 1).values(graph([[[], 2d], [[0], 3d], [[0], 7d]]))
    def ten = new Puct(1, 1).values(graph([[[], 20d], [[0], 30d], [[0], 70d]]))

    expect:
    one.keySet() == [0, 1, 2] as Set
    one.every { node, value -> abs(value - ten[node]) < 1e-12 }
  }

  def "a failure is worth nothing to PUCT, and is repaired when it is picked"() {
    given:
    def trace = graph([[[], 'broken']])

    expect:
    Puct.reward(trace, trace.node(0)) == 0
    new Puct(1, 1).next(trace).get() == new Selection(Stage.DEBUG, [0])
  }

  def "the kernel's logit is as computed by hand"() {
    given: 'a trace that has 10 points, and a success of another one with 30; sd of 10 and 30'
    def trace = graph([[[], 10d], [[], 30d]])
    def idea = trace.node(1).hypothesis()
    def from = new Selection(Stage.IMPROVE, [0])
    def sd = sqrt(200d)

    expect: 'the same words: cosine 1; one attempt on this path'
    abs(new Memory.Kernel(1, 1, 30).logit(trace, from, idea, trace.node(1)) - clamp(exp(-ln(2d) / 30) + tanh(20 / sd))) < 1e-12

    and: 'without an accepted node on the path, only likeness counts'
    abs(new Memory.Kernel(1, 1, 30).logit(trace, Selection.root(), idea, trace.node(1)) - 1) < 1e-12

    and: 'large values are clamped'
    new Memory.Kernel(9, 9, 30).logit(trace, from, idea, trace.node(1)) == 2
  }

  def "the kernel draws by softmax"() {
    given:
    def random = new SplittableRandom(3)

    when: 'odds of 1 to 3'
    def drawn = (1..4000).count { Memory.Kernel.draw([0d, ln(3d)] as double[], random) == 1 }

    then: 'within four standard errors of 3000'
    abs(drawn - 3000) < 4 * sqrt(4000 * 0.75 * 0.25)
  }

  def "success memory tells of at most two and of the best; its ablation tells of failures alone"() {
    given:
    def trace = graph([[[], 10d], [[0], 12d], [[1], 15d], [[2], 14d], [[3], 'broken']])
    def from = new Selection(Stage.IMPROVE, [4])

    when:
    def told = new Memory.Kernel(1, 1, 30).recall(trace, from, [trace.node(0).hypothesis()] * 5, new SplittableRandom(1))

    then:
    told.size() in [2, 3]
    told.every { it.accepted() }
    told*.id().contains(2)
    new Memory.Failures().recall(trace, from, [], new SplittableRandom(1))*.id() == [4, 3]
    new Memory.Kernel(1, 1, 30).recall(graph([]), Selection.root(), [trace.node(0).hypothesis()], new SplittableRandom(1)) == []
  }

  def "attention slides from the task to results: #accepted accepted, #failed failed give #m"() {
    given:
    def trace = graph((1..accepted).collect { [it == 1 ? [] : [it - 2], it as double] } + (1..<(failed + 1)).collect { [[accepted - 1], 'broken'] })

    expect:
    Attention.of(trace).task() == m

    where: 'w = (3 accepted + 2 failed) div 2, m = max(0, 3 - w div 4)'
    accepted | failed || m
    1        | 0      || 3
    2        | 0      || 3
    2        | 1      || 2
    3        | 4      || 1
    8        | 0      || 0
  }

  def "ranking weighs the five scores, keeps five, and draws the same for the same table"() {
    given:
    def idea = { String name, double impact -> new Ranking.Candidate(hypothesis(name, new Hypothesis.Scores(5, impact, 5, 5, 5)), Problem.Source.RUN) }
    def candidates = (1..7).collect { idea("i$it", it) }

    expect: '0.2 + 0.4 + 0.2 + 0.1 + 0.1'
    abs(new Hypothesis.Scores(1, 2, 3, 4, 5).weighted() - (0.2 + 0.8 + 0.6 + 0.4 + 0.5)) < 1e-12
    Ranking.pick(candidates, new Attention(0)) == Ranking.pick(candidates.reverse(), new Attention(0))
    Ranking.pick(candidates, new Attention(0)).text() in ['i3', 'i4', 'i5', 'i6', 'i7']
    Ranking.pick([candidates[0]], new Attention(3)).text() == 'i1'
  }

  def "an idea whose problem nobody asked for has no ticket"() {
    given:
    def ofTask = new Ranking.Candidate(hypothesis('task', new Hypothesis.Scores(9, 9, 9, 9, 9)), Problem.Source.TASK)
    def ofRun = new Ranking.Candidate(hypothesis('run', new Hypothesis.Scores(1, 1, 1, 1, 1)), Problem.Source.RUN)

    expect:
    Ranking.pick([ofTask, ofRun], new Attention(0)).text() == 'run'
    Ranking.pick([ofTask, ofRun], new Attention(3)).text() == 'task'
  }

  def "round robin opens its roots, counts pending ones, then takes the leaf that waited longest"() {
    given:
    def two = new Scheduler.RoundRobin(2)

    expect:
    two.next(graph([])).get() == Selection.root()
    two.next(graph([[[], 5d]])).get() == Selection.root()
    two.next(graph([[[], 5d], [[], 6d]])).get() == new Selection(Stage.IMPROVE, [0])
    two.next(graph([[[], 5d], [[], 6d], [[0], 4d]])).get() == new Selection(Stage.IMPROVE, [1])

    and: 'a leaf that somebody is expanding is none'
    two.next(graph([[[], 5d], [[], 6d], [[0], null]])).get() == new Selection(Stage.IMPROVE, [1])
    two.next(graph([[[], 5d], [[], null]])).get() == new Selection(Stage.IMPROVE, [0])

    and: 'a branch without a score is repaired'
    two.next(graph([[[], 'broken'], [[], 6d]])).get() == new Selection(Stage.DEBUG, [0])
  }

  def "greedy search repairs a broken leaf twice at most, else improves the best"() {
    given:
    def greedy = new Scheduler.Greedy(1, 2)

    expect:
    greedy.next(graph([[[], 5d], [[0], 9d], [[0], 7d]])).get() == new Selection(Stage.IMPROVE, [1])
    greedy.next(graph([[[], 5d], [[0], 'broken']])).get() == new Selection(Stage.DEBUG, [1])
    greedy.next(graph([[[], 5d], [[0], 'broken'], [[1], 'broken']])).get() == new Selection(Stage.DEBUG, [2])
    greedy.next(graph([[[], 5d], [[0], 'broken'], [[1], 'broken'], [[2], 'broken']])).get() == new Selection(Stage.IMPROVE, [0])
  }

  def "a chain goes on from the best, restarts begin anew, once is once"() {
    given:
    def trace = graph([[[], 5d], [[0], 9d], [[1], 7d]])

    expect:
    new Scheduler.Chain().next(trace).get() == new Selection(Stage.IMPROVE, [1])
    new Scheduler.Restarts().next(trace).get() == Selection.root()
    new Scheduler.Once().next(trace).empty
    new Scheduler.Once().next(graph([[[], 'broken']])).get() == new Selection(Stage.DEBUG, [0])
  }

  def "branches are merged once less than the window remains, and two have a score"() {
    given:
    def merger = new Merger.AtTheEnd(0.25d)
    def two = graph([[[], 5d], [[], 6d]])

    expect:
    merger.merge(two, standing(250)).empty
    merger.merge(two, standing(249)).get() == new Selection(Stage.MERGE, [1, 0])
    merger.merge(graph([[[], 5d]]), standing(10)).empty
    merger.merge(graph([[[], 5d], [[], 'broken']]), standing(10)).empty

    and: 'what is merged is one leaf'
    merger.merge(graph([[[], 5d], [[], 6d], [[1, 0], 7d]]), standing(10)).empty
  }

  def "runs grow with the time that is used, and end before the reserve"() {
    expect:
    Planner.reserve(1000) == 60
    Planner.reserve(100) == 8
    Planner.reserve(10) == 4
    new Planner(0.1d, 0).seconds(standing(1000)).asDouble == 100
    abs(new Planner(0.1d, 1).seconds(standing(500)).asDouble - 150) < 1e-9
    new Planner(0.1d, 0).seconds(standing(120)).asDouble == 60
    new Planner(0.1d, 0).seconds(standing(109)).empty
  }

  def "the final pick is the best, of equals the later; FT-Agent's is the newest accepted"() {
    given:
    def trace = graph([[[], 9d], [[0], 9d], [[1], 7d]])
    def rising = graph([[[], 9d], [[], 7d]])

    expect:
    new Selector.Best().pick(trace).get().id() == 1
    new Selector.Newest().pick(rising).get().id() == 1
    new Selector.Best().pick(graph([[[], 'broken']])).empty
  }

  def "an event that cannot follow is refused"() {
    when:
    Trace.of([new Event.Proposed(NOW, 1, [], Stage.DRAFT, hypothesis('x', null))])

    then:
    IllegalArgumentException e = thrown()
    e.message == 'node 1 with parents [] cannot follow 0 nodes'
  }

  def "a log drops a line that was not written to its end, and refuses any other broken one"() {
    given:
    def file = folder.resolve('scaffold.jsonl')
    def log = EventLog.open(file)
    log.append(new Event.Began(NOW, 'gome', 11, 100))
    log.append(new Event.Proposed(NOW, 0, [], Stage.DRAFT, hypothesis('ä', null)))

    when: 'the process dies while it writes'
    Files.writeString(file, Files.readString(file) + '{"kind":"coded","at"')
    def again = EventLog.open(file)

    then:
    again.events() == log.events()
    Files.readAllLines(file).size() == 2

    when:
    again.append(new Event.Ended(NOW, 'enough', []))

    then:
    EventLog.open(file).events() == again.events()

    when:
    Files.writeString(file, 'nonsense\n')
    EventLog.open(file)

    then:
    IllegalArgumentException e = thrown()
    e.message.startsWith('scaffold.jsonl:1: not a Event: ')
  }

  private static double clamp(double value) {
    Math.max(-2d, Math.min(2d, value))
  }

  private static Standing standing(double remaining) {
    new Standing(1000, remaining, 9, OptionalDouble.empty(), OptionalDouble.empty())
  }

  static Hypothesis hypothesis(String text, Hypothesis.Scores scores) {
    new Hypothesis(text, 'why', 'data', Optional.empty(), [:], Optional.ofNullable(scores), Optional.empty())
  }

  /** Nodes as [parents, score], 'broken' for a failure and null for one without a result; judged by score. */
  static Trace graph(List<List> nodes) {
    def trace = new Trace([])
    nodes.eachWithIndex { node, id ->
      trace = trace.after(new Event.Proposed(NOW, id, node[0] as List<Integer>, Stage.IMPROVE, hypothesis("idea $id", null)))
      if (node[1] != null) {
        def result = node[1] == 'broken'
            ? Result.failed(new Result.Failure(Result.Tier.FULL, Result.Kind.CONFIG, 'x'), [:], 1)
            : Result.scored(id + 1, node[1] as double, [:], 1)
        trace = trace.after(new Event.Ran(NOW, id, result))
        trace = trace.after(new Event.Judged(NOW, id, new Critic.ByScore().judge(new Turn(trace, standing(1), null, id, 1, 1, null), trace.node(id))))
      }
    }
    trace
  }
}
