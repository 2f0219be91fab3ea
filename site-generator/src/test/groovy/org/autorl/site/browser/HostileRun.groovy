package org.autorl.site.browser

import com.fasterxml.jackson.core.json.JsonWriteFeature
import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.json.JsonMapper
import com.fasterxml.jackson.databind.node.ArrayNode
import com.fasterxml.jackson.databind.node.ObjectNode
import com.fasterxml.jackson.databind.node.TextNode
import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.*
import org.autorl.site.RunFolderFixture

/**
 * A run in which every field that takes it holds one text. Which fields those are is found by trying: a field keeps its own value if the
 * record would else not be read, or the run would not fit together.
 */
class HostileRun {
    /** What names folders and joins records: checked when a run is read. */
    private static final Set<String> JOINS = ['/id', '/suiteFingerprint', '/task'] as Set
    /** Escapes keep what is no text in UTF-8, half a character. */
    private static final ObjectMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build()

    private final String text
    private final Set<String> fields = new TreeSet<>()

    private HostileRun(String text) {
        this.text = text
    }

    /** Writes the run; which fields of which files have the text. */
    static Set<String> write(Path run, String text) {
        new HostileRun(text).filled(run)
    }

    private Set<String> filled(Path run) {
        RunFolderFixture.write(run)
        record(run.resolve('suite.json'), Suite)
        record(run.resolve('run.json'), RunRecord)
        def suite = Json.read(run.resolve('suite.json').toFile().text, Suite)
        edit(run.resolve('run.json')) { it.put('suiteFingerprint', suite.fingerprint()).put('suite', suite.name()) }
        def own = run.resolve('word-problems/seed-11')
        record(own.resolve('attempt.json'), AttemptRecord)
        record(own.resolve('report.json'), Diagnosis)
        [1, 2].each {
            record(own.resolve("submissions/$it/manifest.json"), Submission)
            record(own.resolve("submissions/$it/verdict.json"), Verdict)
        }
        lines(own.resolve('ledger.jsonl'), LedgerEntry)
        lines(own.resolve('trajectory.jsonl'), ObjectNode)
        own.resolve('agent.log').toFile().setText(text, 'UTF-8')
        fields << 'agent.log'
        fields
    }

    private static void edit(Path file, Closure<?> change) {
        def tree = (ObjectNode) JSON.readTree(file.toFile())
        change(tree)
        file.toFile().setText(JSON.writeValueAsString(tree), 'UTF-8')
    }

    private void record(Path file, Class<?> type) {
        def tree = JSON.readTree(file.toFile())
        fill(tree, tree, '', file.fileName.toString(), type)
        file.toFile().setText(JSON.writeValueAsString(tree), 'UTF-8')
    }

    private void lines(Path file, Class<?> type) {
        def filled = file.toFile().readLines('UTF-8').collect { line ->
            try {
                def tree = JSON.readTree(line)
                fill(tree, tree, '', file.fileName.toString(), type)
                JSON.writeValueAsString(tree)
            } catch (com.fasterxml.jackson.core.JacksonException e) {
                line
            }
        }
        file.toFile().setText(filled.join('\n') + '\n', 'UTF-8')
    }

    private void fill(JsonNode root, JsonNode node, String at, String file, Class<?> type) {
        if (node instanceof ObjectNode) {
            node.fieldNames().collect { it }.each { name -> put(root, node.get(name), "$at/$name", file, type) { node.set(name, it) } }
        } else if (node instanceof ArrayNode) {
            node.size().times { i -> put(root, node.get(i), "$at/*", file, type) { node.set(i, it) } }
        }
    }

    private void put(JsonNode root, JsonNode value, String at, String file, Class<?> type, Closure<?> set) {
        if (!value.isTextual()) {
            fill(root, value, at, file, type)
            return
        }
        if (at in JOINS || at == '/tasks/*' || at == '/levels/*/tasks/*/id' || at == '/kind' && type == ObjectNode) {
            return
        }
        set(new TextNode(text))
        if (fits(root, type)) {
            fields << "$file $at".toString()
        } else {
            set(value)
        }
    }

    private static boolean fits(JsonNode root, Class<?> type) {
        if (type == ObjectNode) {
            return true
        }
        try {
            Json.read(JSON.writeValueAsString(root), type)
            return true
        } catch (IllegalArgumentException e) {
            return false
        }
    }
}
