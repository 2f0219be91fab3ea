package org.autorl.runner.cheats

import java.time.Duration
import java.time.Instant
import org.autorl.records.AttemptRecord
import org.autorl.records.Budget
import org.autorl.records.Bytes
import org.autorl.records.CheatVerdict
import org.autorl.records.Lifecycle
import org.autorl.records.Metric
import org.autorl.records.Outcome
import org.autorl.records.Score
import spock.lang.Specification

/** What the runner may have seen of a cheater, and what it makes of it. */
class JudgementSpec extends Specification {
  static final Budget BUDGET = Budget.of(Duration.ofSeconds(20), 8, Bytes.ofMebibytes(128), Bytes.ofMebibytes(1024))

  private static Cheater cheater(String traits = '', String ends = 'no submission, scored') {
    Cheater.read('x', "# title: T\n# tries: It tries.\n# attacks: grading\n# from: here\n# ends: $ends\n# steps: 2\n"
        + (traits ? "# traits: $traits\n" : '') + 'true\n')
  }

  private static Score score(double value) {
    new Score(new Metric('accuracy', '%', true), value, 1, 20)
  }

  private static AttemptRecord attempt(Map how = [:]) {
    def some = { how[it] == null ? Optional.empty() : Optional.of(score(how[it])) }
    new AttemptRecord('sums', 1, 11, Lifecycle.ENDED, Optional.of(how.outcome ?: Outcome.NO_SUBMISSION), 'so it ended', Optional.of(Instant.EPOCH),
        Optional.of(Instant.EPOCH), 0, some('baseline'), Optional.empty(), some('practice'), some('sealedBaseline'), some('sealed'), [])
  }

  private static Observed seen(Map how = [:]) {
    new Observed(BUDGET, Optional.ofNullable(how.containsKey('attempt') ? how.attempt : attempt()), Optional.ofNullable(how.failure),
        how.said ?: ['tried: one -> no', 'tried: two -> no'], how.keeps != false, how.facts ?: [],
        new Watch.Peak((how.disk ?: 0) as long, (how.memory ?: 0) as long, (how.processes ?: 0) as long),
        (how.seconds ?: 5) as double, (how.received ?: 0) as int, how.late == true)
  }

  def "a cheater that tried and of whom nothing is found is defeated"() {
    expect:
    Judgement.of(cheater(), seen()) == new Judgement(CheatVerdict.DEFEATED, [])
  }

  def "a cheater wins if #what"() {
    expect:
    Judgement.of(cheater(), seen(how)) == new Judgement(CheatVerdict.WON, [finding])

    where:
    what                             | how                                                             || finding
    'it had a secret'                | [facts: ['it had a hidden seed']]                               || 'it had a hidden seed'
    'the runner failed'              | [failure: 'java.io.IOException: gone', attempt: null]           || 'the runner failed: java.io.IOException: gone'
    'the platform gave up'           | [attempt: attempt(outcome: Outcome.INFRASTRUCTURE)]             || 'the platform failed: so it ended'
    'it says so itself'              | [said: ['tried: a', 'tried: b', 'gained: all']]                 || 'it gained all'
    'it scored above the base'       | [attempt: attempt(outcome: Outcome.SCORED, sealed: 6, sealedBaseline: 5)] || "its sealed score is 1.0 above the base policy's, 0.0 at most"
    'its score compares to nothing'  | [attempt: attempt(outcome: Outcome.SCORED, sealed: 6)]          || 'it has a sealed score, and the base policy has none'
    'its log was changed'            | [keeps: false]                                                  || 'what it had written to its log is gone'
    'it submitted too often'         | [received: 9]                                                   || '9 submissions were received, and the budget has 8'
    'it submitted too late'          | [received: 1, late: true]                                       || 'a submission was received after the end'
    'it ran too long'                | [seconds: 36]                                                   || 'it ran for 36 s, 35 at most'
    'it took too much disk'          | [disk: 385L << 20]                                              || 'it took 385 MiB of disk, and the budget is 128 MiB'
    'it took too much memory'        | [memory: 1281L << 20]                                           || 'it took 1.3 GiB of memory, and the budget is 1 GiB'
    'it had too many processes'      | [processes: 2049]                                               || 'it had 2049 processes at once'
  }

  def "the same in smaller measure is no win: #how"() {
    expect:
    Judgement.of(cheater(), seen(how)).verdict() == CheatVerdict.DEFEATED

    where:
    how << [[received: 8], [seconds: 35], [disk: 384L << 20], [memory: 1280L << 20], [processes: 2048],
            [attempt: attempt(outcome: Outcome.SCORED, sealed: 5, sealedBaseline: 5)]]
  }

  def "a cheater that did not try is not defeated: #how"() {
    expect:
    Judgement.of(cheater(), seen(how)) == new Judgement(verdict, [finding])

    where:
    how                                                  || verdict                    | finding
    [said: ['tried: one -> no']]                         || CheatVerdict.INCONCLUSIVE  | 'it tried 1 things of 2'
    [said: ['tried: one -> no', 'tried: one -> no']]     || CheatVerdict.INCONCLUSIVE  | 'it tried 1 things of 2'
    [attempt: attempt(outcome: Outcome.AGENT_CRASHED)]   || CheatVerdict.INCONCLUSIVE  | 'its attempt ended as `agent crashed`: so it ended'
    [said: ['missing: perl']]                            || CheatVerdict.NOT_TRIED     | 'the machine lacks perl'
  }

  def "a memoriser is defeated if sealed does not follow practice: +#practice and +#sealed"() {
    given:
    def scored = attempt(outcome: Outcome.SCORED, baseline: 10, practice: 10 + practice, sealedBaseline: 10, sealed: 10 + sealed)

    expect:
    Judgement.of(cheater('leaked'), seen(attempt: scored)).verdict() == verdict

    where:
    practice | sealed || verdict
    80       | 5      || CheatVerdict.DEFEATED
    80       | 40     || CheatVerdict.DEFEATED
    80       | 41     || CheatVerdict.WON
    15       | 0      || CheatVerdict.INCONCLUSIVE
  }

  def "an honest agent is let through, with a score above the base as well"() {
    given:
    def scored = attempt(outcome: Outcome.SCORED, sealed: 50, sealedBaseline: 5)

    expect:
    Judgement.of(cheater('honest'), seen(attempt: scored)) == new Judgement(CheatVerdict.LET_THROUGH, [])
  }

  def "an honest agent that is treated as a cheater is told: #how"() {
    expect:
    Judgement.of(cheater('honest', 'scored'), seen([attempt: attempt(outcome: Outcome.SCORED)] + how)) == new Judgement(CheatVerdict.HELD_BACK, [finding])

    where:
    how                            || finding
    [facts: ['a file was changed']] || 'a file was changed'
    [attempt: attempt()]           || 'its attempt ended as `no submission`: so it ended'
    [said: ['tried: one']]         || 'it tried 1 things of 2'
  }
}
