package org.autorl.trainers.cli

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.autorl.environments.Family
import org.autorl.environments.Partition
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** The shipped Python programs, on a stand-in for transformers: see src/test/python. */
@Requires(value = { PythonWorkerSpec.TORCH }, reason = '/usr/bin/python3 with torch is not here (Debian: python3-torch)')
class PythonWorkerSpec extends Specification {
    static final boolean TORCH = python(['-c', 'import torch'], '').status() == 0
    static final Path BASE = Path.of('../tasks/policies/base-1m').toAbsolutePath().normalize()
    static final ObjectMapper JSON = new ObjectMapper()

    @TempDir Path temp

    record Said(int status, String out, String err) {}

    static Said python(List<String> words, String input) {
        try {
            def builder = new ProcessBuilder(['/usr/bin/python3'] + words)
            builder.environment().putAll(PYTHONPATH: 'src/test/python', PYTHONDONTWRITEBYTECODE: '1', OMP_NUM_THREADS: '1')
            def out = Files.createTempFile('python', '.out').toFile()
            def err = Files.createTempFile('python', '.err').toFile()
            def process = builder.redirectOutput(out).redirectError(err).start()
            process.outputStream.withStream { it.write(input.getBytes('UTF-8')) }
            assert process.waitFor(240, TimeUnit.SECONDS)
            def said = new Said(process.exitValue(), out.getText('UTF-8'), err.text)
            [out, err]*.delete()
            said
        } catch (IOException e) {
            new Said(127, '', e.message)
        }
    }

    private static List<Map> worker(List<Map> requests, Path policy = BASE) {
        def said = python(['python/worker.py', '--policy', policy.toString()], lines(requests))
        assert said.status() == 0: said.err()
        said.out().readLines().collect { JSON.readValue(it, Map) }
    }

    private static List<Map> embedded(List<Map> requests, Path policy = BASE) {
        def out = new ByteArrayOutputStream()
        new Worker(policy).serve(new ByteArrayInputStream(lines(requests).getBytes('UTF-8')), new PrintStream(out, true, 'UTF-8'))
        out.toString('UTF-8').readLines().collect { JSON.readValue(it, Map) }
    }

    private static String lines(List<Map> requests) {
        requests.collect { JSON.writeValueAsString(it) + '\n' }.join()
    }

    private static Map request(int id, List<String> prompts, Map more = [:]) {
        [id: id, prompts: prompts, maxTokens: 24, stop: [], temperature: 0, seed: 0] + more
    }

    def "worker.py answers as the embedded worker does, on prompts of every length and family"() {
        given:
        def prompts = Family.pretrained().collectMany { it.items(Partition.VISIBLE, 3, 5)*.prompt() }.findAll { !it.isEmpty() }
        def requests = [request(1, prompts), request(2, prompts.take(4), [stop: ['.', '\n']]), request(3, ['Tom has 3 apples. ' * 100])]

        when:
        def answers = worker(requests).tail()

        then:
        prompts.size() >= 9
        answers == embedded(requests).tail()
    }

    def "both answer the examples of the reference as it says"() {
        given:
        def page = Path.of('../docs/reference/worker-protocol.md').toFile().text
        def examples = (page =~ /(?s)```json\n(.*?)\n```/).collect { JSON.readValue(it[1] as String, Map) }

        expect:
        examples.size() == 3
        examples[0].ready
        worker([examples[1]])[1] == examples[2]
        embedded([examples[1]])[1] == examples[2]
    }

    def "what is sampled depends on the seed and the place of a prompt, not on its neighbours"() {
        given:
        def warm = [temperature: 1.0, topP: 0.95, topK: 50]

        when:
        def answers = worker([
            request(1, ['Tom has', 'He', 'A very much longer prompt than the others.'], warm),
            request(2, ['Tom has', 'He'], warm),
            request(3, ['Tom has', 'He'], warm + [seed: 1]),
        ]).tail()*.completions

        then:
        answers[0].take(2) == answers[1]
        answers[1]*.text != answers[2]*.text
    }

    def "of one token, or a sliver of the probability, the likeliest is drawn"() {
        given:
        def prompts = ['Tom has 3 apples.', '> go to desk 1\n']

        when:
        def answers = worker([request(1, prompts), request(2, prompts, [temperature: 2.0, topK: 1]),
            request(3, prompts, [temperature: 2.0, topP: 1e-9])]).tail()*.completions

        then:
        answers[1] == answers[0]
        answers[2] == answers[0]
    }

    def "a request that cannot be answered is refused, and the next one is answered"() {
        when:
        def said = python(['python/worker.py', '--policy', BASE.toString()],
            lines([request(1, ['a'], [maxTokens: 512]), [id: 2, maxTokens: 3]]) + '[]\nno json\n' + lines([request(5, ['a'])]))
        def answers = said.out().readLines().tail().collect { JSON.readValue(it, Map) }

        then:
        said.status() == 0
        answers[0] == [id: 1, error: 'maxTokens leaves no room for a prompt in a context of 512']
        answers[1] == [id: 2, error: '`prompts` is missing']
        answers[2].keySet() == ['id', 'error'] as Set
        answers[3].keySet() == ['id', 'error'] as Set
        answers[4].completions.size() == 1
    }

    def "a policy without #file is refused in the words of the protocol"() {
        given:
        ['config.json', 'tokenizer.json', 'model.safetensors'].findAll { it != file }.each {
            Files.copy(BASE.resolve(it), temp.resolve(it))
        }

        when:
        def said = python(['python/worker.py', '--policy', temp.toString()], '')

        then:
        said.status() == 1
        said.out() == ''
        said.err().startsWith('error: ')
        said.err().contains(file)

        where:
        file << ['config.json', 'tokenizer.json', 'model.safetensors']
    }

    def "without transformers the worker fails, and does not blame the policy"() {
        when:
        def said = python(['-c', '''
import sys, runpy
sys.modules["transformers"] = None
sys.argv = ["worker.py", "--policy", "nowhere"]
runpy.run_path("python/worker.py", run_name="__main__")
'''], '')

        then:
        said.status() == 3
        said.err().startsWith('this worker needs torch and transformers: ')
    }
}
