package org.autorl.records

import java.time.Duration
import java.time.Instant
import spock.lang.Specification

class JsonSpec extends Specification {
    static final Metric ACCURACY = new Metric('accuracy', '%', true)

    static Suite suite() {
        def split = { items, seed -> new Split(new DataSource.Generated('arithmetic', seed), items) }
        def scoring = new GraderRule.Scoring(ACCURACY, 80, Decoding.greedy(48, ['\n']), Optional.empty())
        def rule = new GraderRule.ExactMatch(scoring, new AnswerForm.LastNumber(1e-6d), [new GraderRule.Example('4', '4', true)])
        new Suite('s', 'about', 1, Optional.of('a paper'), [11L, 12L], Combination.MEAN_OVER_TASKS, TieRule.EARLIER,
            [new Level(1, 'Static rule', 'a rule', [embedded(split, rule), full(rule)])])
    }

    /** Of each kind of source and of each thing that may be left out, the one that a task of our own has. */
    static Task embedded(Closure<Split> split, GraderRule rule) {
        new Task('word-problems', 'Add and take away.', true, 'tasks/p.md', [], new PolicySource.Folder('tasks/policies/base'),
            new TaskData(split(10, 1), split(5, 2), split(5, 3)), Optional.empty(),
            Budget.of(Duration.ofMinutes(2), 8, Bytes.ofMebibytes(512), Bytes.ofMebibytes(4096)), Network.OFFLINE, [Mode.FREE],
            new SubmissionRule(Bytes.ofMebibytes(64)), rule, [], [])
    }

    static Task full(GraderRule rule) {
        def rows = new DataSource.Rows(Optional.of('test'), 7, Optional.of(42L))
        def hub = new DataSource.HuggingFace('openai/gsm8k', Optional.of('main'), 'a' * 40, 'MIT', rows, Optional.of(new Columns(new Columns.Prompt('Q: {q}', Optional.of('Q')), new Columns.Answer('a', Optional.of('#'), Optional.of(',')))))
        def git = new DataSource.GitRepository('https://example.org/worlds', '0.2.2', 'MIT', rows)
        def file = new DataSource.LocalFile('tasks/items.jsonl', 'b' * 64, 'CC0-1.0', new DataSource.Rows(Optional.empty(), 0, Optional.empty()), Optional.empty())
        new Task('gsm8k', 'Add and take away.', false, 'tasks/p.md', ['tasks/eval.py'], new PolicySource.HuggingFace('Qwen/Qwen', 'c' * 40, 'Apache-2.0'),
            new TaskData(new Split(hub, 10), new Split(git, 5), new Split(file, 5)), Optional.of(new Environment('household', 8, ['go to {place}'])),
            new Budget(Duration.ofHours(12), Optional.of(Duration.ofHours(2)), 100, Bytes.ofMebibytes(1), Bytes.ofMebibytes(2),
                Optional.of(new Budget.Gpus(2, Bytes.ofMebibytes(3))), Optional.of(Duration.ofHours(24)), Optional.of(5_000_000L), Optional.of(50.5d)),
            Network.OPEN, [Mode.FREE, Mode.RL_ONLY], new SubmissionRule(Bytes.ofMebibytes(64)), rule,
            [new Gate('word-problems', Optional.of(5d), Optional.empty())], 
            [new Published('Qwen', 77.7, Optional.of(85.06d), Optional.of('somebody'))])
    }

    def "a suite read from its own JSON is the same suite with the same fingerprint"() {
        given:
        def text = Json.pretty(suite())

        expect:
        Json.read(text, Suite) == suite()
        Json.read(text, Suite).fingerprint() == suite().fingerprint()
    }

    def "a task's fingerprint changes with what its score rests on, and with nothing else"() {
        given:
        def task = suite().tasks()[1]
        def tree = { change -> Json.fromTree(Json.readObject(Json.canonical(task)).tap(change), Task) }

        expect:
        tree { it.put('about', 'In other words.') }.fingerprint() == task.fingerprint()
        tree { it.put('embedded', true) }.fingerprint() == task.fingerprint()
        tree { it.withArray('published').removeAll() }.fingerprint() == task.fingerprint()
        tree { it.put('network', 'OFFLINE') }.fingerprint() != task.fingerprint()
        tree { it.withObject('data').withObject('sealed').put('items', 6) }.fingerprint() != task.fingerprint()
    }

    def "canonical JSON does not depend on the order in which keys were put"() {
        given:
        def one = Json.object().put('b', 1).put('a', 2)
        def two = Json.object().put('a', 2).put('b', 1)

        expect:
        Json.canonical(one) == '{"a":2,"b":1}'
        Json.canonical(two) == Json.canonical(one)
    }

    def "canonical JSON is what it is when it is read again: #value"() {
        given:
        def text = Json.canonical(Json.tree([number: value]))

        expect: 'a hash holds for whoever reads the line'
        Json.canonical(Json.readObject(text)) == text
        Json.readObject(text).get('number').asDouble() == value.doubleValue()

        where:
        value << [11250, 1125E+1, new BigDecimal('1.125E+4'), new BigDecimal('0.000000012'), 0.1f.toDouble(), 1e300d, 12345678901234567890G, new BigDecimal('3.00')]
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

    def "the line of a ledger entry is its canonical JSON, whatever it holds"() {
        given:
        def data = Json.object().put('b', 'a "quoted" line\n').put('a', 1.5d)
        data.set('list', Json.tree([[z: 1, y: null], 'é']))

        when:
        def written = LedgerEntry.written(7, Instant.parse('2026-01-02T03:04:05.6Z'), 'submission-"graded"', data, LedgerEntry.ORIGIN)

        then:
        written.line() == Json.canonical(written.entry())
        written.entry().intact()
        Json.read(written.line(), LedgerEntry) == written.entry()
    }

    def "a record without its #field is none, and the field is named"() {
        given:
        def entry = Json.readObject(Json.canonical(LedgerEntry.chained(0, Instant.EPOCH, 'attempt-started', Json.object(), LedgerEntry.ORIGIN)))

        when:
        Json.fromTree(entry.without([field]), LedgerEntry)

        then:
        def refused = thrown(IllegalArgumentException)
        refused.message == "not a LedgerEntry: `$field` is missing"

        where:
        field << ['at', 'kind', 'data', 'previous', 'hash']
    }

    def "a field of a record within a record is named by its way, and what is optional may be missing"() {
        given:
        def one = Json.readObject(Json.canonical(suite()))

        when:
        one.without(['paper'])
        one.withArray('levels').get(0).withArray('tasks').get(1).withObject('data').withObject('sealed').remove('source')
        Json.fromTree(one, Suite)

        then:
        def refused = thrown(IllegalArgumentException)
        refused.message == 'not a Suite: `levels.0.tasks.1.data.sealed.source` is missing'
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

    def "items with a score and others say what they are in a line"() {
        expect:
        Json.canonical(item) == line
        Json.read(line, ItemResult) == item

        where:
        item                                                                                                  || line
        new ItemResult('i1', 1)                                                                               || '{"id":"i1","score":1.0}'
        ItemResult.unscored('i1', 'refused')                                                                  || '{"id":"i1","unscored":"refused"}'
        ItemResult.compared('i1', 0.25, new ItemResult.Comparison(3, 4, Optional.empty()))                    || '{"comparison":{"length":3,"referenceLength":4},"id":"i1","score":0.25}'
        ItemResult.compared('i1', 0.25, new ItemResult.Comparison(3, 4, Optional.of(-1.5d)))                  || '{"comparison":{"difficulty":-1.5,"length":3,"referenceLength":4},"id":"i1","score":0.25}'
    }

    def "an item has a score or a reason, and not both"() {
        when:
        new ItemResult('i1', score, reason, Optional.empty())

        then:
        IllegalArgumentException refused = thrown()
        refused.message == 'an item has a score, or a reason for having none'

        where:
        score            | reason
        Optional.empty() | Optional.empty()
        Optional.of(1d)  | Optional.of('refused')
    }

    def "a score tells of unscored items where there are any"() {
        expect:
        Json.canonical(new Score(ACCURACY, 50, 1, 10)) ==
            '{"items":10,"metric":{"higherIsBetter":true,"name":"accuracy","unit":"%"},"standardError":1.0,"value":50.0}'
        Json.read(Json.canonical(new Score(ACCURACY, 50, 1, 10)), Score) == new Score(ACCURACY, 50, 1, 10)
        Json.read(Json.canonical(new Score(ACCURACY, 50, 1, 10, 2)), Score) == new Score(ACCURACY, 50, 1, 10, 2)
        new Score(ACCURACY, 50, 1, 10).over() == '10 items'
        new Score(ACCURACY, 50, 1, 10, 2).over() == '10 items, 2 more unscored'
    }
}
