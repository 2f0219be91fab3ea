package org.autorl.runner.export

import com.networknt.schema.JsonSchema
import com.networknt.schema.JsonSchemaFactory
import com.networknt.schema.SpecVersion
import java.time.Instant
import org.autorl.records.AgentStack
import org.autorl.records.AttemptRecord
import org.autorl.records.Bytes
import org.autorl.records.InferenceWorker
import org.autorl.records.Isolation
import org.autorl.records.Lifecycle
import org.autorl.records.Machine
import org.autorl.records.Metric
import org.autorl.records.Outcome
import org.autorl.records.RunRecord
import org.autorl.records.Score

/** Attempts to export, and what judges exports. */
class Fixture {
    static final Instant START = Instant.parse('2026-11-21T10:00:00Z')

    static RunRecord run(Optional<String> driver = Optional.of('openai/gpt-5.5')) {
        new RunRecord('20261121T100000-toy', 'toys', 'f' * 64, 4, new AgentStack('toy', Optional.of('1.2'), driver, 'free'),
            ['word-problems'], [11L], Isolation.BUBBLEWRAP, machine(), '0.1.0', Optional.empty(), false, START,
            Optional.of(InferenceWorker.embedded()), Optional.of('tasks.groovy'))
    }

    static Machine machine() {
        new Machine('Linux', 'two cores', 2, new Bytes(1), '17')
    }

    static AttemptRecord ended(Outcome outcome = Outcome.SCORED) {
        def score = { double value -> Optional.of(new Score(new Metric('accuracy', '%', true), value, 1.5d, 200)) }
        def scored = outcome == Outcome.SCORED
        new AttemptRecord('word-problems', 1, 11, Lifecycle.ENDED, Optional.of(outcome), 'It ended.', Optional.of(START),
            Optional.of(START.plusSeconds(90)), 1, score(2d), scored ? Optional.of(1) : Optional.empty(), scored ? score(30d) : Optional.empty(),
            scored ? score(3d) : Optional.empty(), scored ? score(31.5d) : Optional.empty(), [])
    }

    static Attempt attempt(String trajectory, AttemptRecord record = ended()) {
        new Attempt(run(), 'Solve problems.', record, [], Trail.of(trajectory))
    }

    static final Map<Format, JsonSchema> SCHEMAS = [(Format.ATIF): 'atif-1.7', (Format.INSPECT): 'inspect-2'].collectEntries { format, name ->
        [format, JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Fixture.getResourceAsStream("/export/${name}.schema.json"))]
    }

    /** What is wrong with a document, by its schema and by what no schema can say. */
    static List<String> faults(Format format, String text) {
        def document = Text.document(text)
        def faults = SCHEMAS[format].validate(document)*.message as List
        if (Text.isTorn(text)) {
            faults << 'half of a surrogate pair'
        }
        if (format == Format.ATIF) {
            document.get('steps').eachWithIndex { step, i ->
                if (step.get('step_id').asInt() != i + 1) {
                    faults << "step $i has another id".toString()
                }
                def calls = step.path('tool_calls')*.get('tool_call_id')*.asText()
                if (!calls.containsAll(step.path('observation').path('results').findAll { it.has('source_call_id') }*.get('source_call_id')*.asText())) {
                    faults << "step $i has a result of a call that it did not make".toString()
                }
                if (step.has('timestamp')) {
                    Instant.parse(step.get('timestamp').asText())
                }
            }
        }
        faults
    }
}
