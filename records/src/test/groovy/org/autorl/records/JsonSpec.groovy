package org.autorl.records

import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class JsonSpec extends Specification {
    static final Metric ACCURACY = new Metric('accuracy', '%', true)

    static Suite suite() {
        def task = new Task('word-problems', 'Add and take away.', true, 'tasks/p.md', 'tasks/policies/base',
            new TaskData('arithmetic', new Split(10, 1), new Split(5, 2), new Split(5, 3)),
            new Budget(Duration.ofMinutes(2), 8, Bytes.ofMebibytes(512), Bytes.ofMebibytes(4096)),
            new SubmissionRule(Bytes.ofMebibytes(64)),
            new GraderRule.ExactMatch(ACCURACY, 80, 48, ['\n'], [new GraderRule.Example('#### 4', '4', true)]))
        new Suite('s', 'about', 1, [11L, 12L], [new Level(1, 'Static rule', 'a rule', [task])])
    }

    def "a suite read from its own JSON is the same suite with the same fingerprint"() {
        given:
        def text = Json.pretty(suite())

        expect:
        Json.read(text, Suite) == suite()
        Json.read(text, Suite).fingerprint() == suite().fingerprint()
    }

    def "canonical JSON does not depend on the order in which keys were put"() {
        given:
        def one = Json.object().put('b', 1).put('a', 2)
        def two = Json.object().put('a', 2).put('b', 1)

        expect:
        Json.canonical(one) == '{"a":2,"b":1}'
        Json.canonical(two) == Json.canonical(one)
    }

    def "verdicts keep their kind"() {
        expect:
        Json.fromTree(Json.tree(verdict), Verdict) == verdict
        Json.tree(verdict).get('kind').asText() == kind

        where:
        verdict                                                     || kind
        new Verdict.Graded(new Score(ACCURACY, 41.5, 2.0, 100), true) || 'graded'
        new Verdict.Rejected('no config.json')                      || 'rejected'
        new Verdict.GraderFailed('worker exited with 137')          || 'grader-failed'
    }

    def "an attempt that has not begun has no score and no improvement"() {
        given:
        def attempt = AttemptRecord.queued('t', 1, 11)

        expect:
        Json.read(Json.pretty(attempt), AttemptRecord) == attempt
        attempt.improvement().empty
    }

    def "a changed ledger entry is not intact"() {
        given:
        def entry = LedgerEntry.chained(0, Instant.EPOCH, 'attempt-started', Json.object().put('seed', 11), LedgerEntry.ORIGIN)
        def read = Json.read(Json.canonical(entry), LedgerEntry)

        expect:
        read == entry
        read.intact()
        !new LedgerEntry(0, Instant.EPOCH, 'attempt-started', Json.object().put('seed', 12), entry.previous(), entry.hash()).intact()
    }

    def "a score refuses what is not a number"() {
        when:
        new Score(ACCURACY, Double.NaN, 0, 1)

        then:
        IllegalArgumentException e = thrown()
        e.message == 'a score must be a finite number, not NaN'
    }

    def "the standard error of half right over 100 items is about five points"() {
        given:
        def results = (1..100).collect { new ItemResult("i$it", it % 2) }

        when:
        def score = Score.ofItems(ACCURACY, results)

        then:
        score.value() == 50d
        Math.abs(score.standardError() - 5.0252) < 1e-4
    }
}
