package org.autorl.site.read

import java.nio.file.Path
import org.autorl.site.RunFolderFixture
import spock.lang.Specification
import spock.lang.TempDir

class SubmissionResultSpec extends Specification {
    @TempDir
    Path folder

    List<SubmissionResult> submissions(String tokens) {
        RunFolderFixture.write(folder.resolve('r1'))
        def record = folder.resolve('r1/word-problems/seed-11/attempt.json').toFile()
        record.text = record.text.replace('"enforcer" : "the runner",\n      "kind" : "tokens"', "${tokens}\"enforcer\" : \"the runner\",\n      \"kind\" : \"tokens\"")
        new RunReader([:]).read(folder.resolve('r1'), '').summary([:]).results()[0].handed()
    }

    def "a submission has its verdict, its time, and how much better it was in practice"() {
        expect:
        submissions('') == [new SubmissionResult(1, 40.5d, Optional.empty(), 'graded', Optional.of(61d), Optional.of(53d)),
                            new SubmissionResult(2, 81d, Optional.empty(), 'refused', Optional.empty(), Optional.empty())]
    }

    def "where a gateway metered tokens, a submission has those until then"() {
        given: 'one call of 10 + 5 + 2 + 7 tokens, before the first submission'
        def handed = submissions('"amount" : 24.0,\n      ')

        expect:
        handed*.tokens() == [Optional.of(24d)] * 2
    }

    def "a log that breaks off gives no tokens, as half a sum would be a wrong number"() {
        given:
        submissions('"amount" : 24.0,\n      ')
        folder.resolve('r1/word-problems/seed-11/trajectory.jsonl').toFile().append('{"kind":"model","at":"now')

        expect:
        new RunReader([:]).read(folder.resolve('r1'), '').summary([:]).results()[0].handed()*.tokens() == [Optional.empty()] * 2
    }
}
