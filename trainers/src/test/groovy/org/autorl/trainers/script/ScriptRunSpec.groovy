package org.autorl.trainers.script

import ai.djl.ndarray.NDManager
import com.sun.net.httpserver.HttpServer
import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock
import org.autorl.records.Json
import org.autorl.trainers.TinyPolicy
import org.autorl.trainers.policy.Policy
import spock.lang.Specification
import spock.lang.TempDir

class ScriptRunSpec extends Specification {
    @TempDir
    Path folder

    ByteArrayOutputStream out = new ByteArrayOutputStream()
    Quiet progress = new Quiet()
    Interruption interruption = new Interruption()

    def setup() {
        NDManager.newBaseManager().withCloseable { manager -> TinyPolicy.of(manager).save(folder.resolve('base')) }
        folder.resolve('train.jsonl').toFile().text = (1..9).collect { """{"prompt": "Tom has $it", "answer": " apples.", "n": $it}\n""" }.join()
    }

    void run(String text, Map<String, String> environment = [:], Optional<Long> seed = Optional.empty()) {
        def script = Files.writeString(folder.resolve('train.groovy'), text)
        new ScriptRun(script, [WORKSPACE: folder.toString()] + environment, seed, [folder], new PrintStream(out)).run(Clock.systemUTC(), progress, interruption)
    }

    String refusal(String text, Map<String, String> environment = [:]) {
        try {
            run(text, environment)
            'ran'
        } catch (Mistake e) {
            e.message.replace(folder.toString() + '/', '')
        }
    }

    List<Map> metrics() {
        folder.resolve('metrics.jsonl').toFile().readLines().collect { Json.read(it, Map) }
    }

    def "a script trains by several algorithms, completes, saves and prints"() {
        when:
        run '''
            def base = policy(env.MODEL_PATH ?: 'base')
            def before = copy(base)
            def lines = jsonl('train.jsonl')
            def taught = sft(base, data: lines, maxSteps: 6, learningRate: 2e-2)
            println "${taught.algorithm()} ${taught.steps()}"
            grpo(base, data: lines.take(4).collect { [prompt: "$it.prompt", n: it.n] }, maxSteps: 2, numGenerations: 8, perDeviceTrainBatchSize: 4, maxCompletionLength: 4,
                reward: [right: { prompt, completion, item -> completion.size() * item.n }, short: { prompt, completion -> -completion.size() }],
                rewardWeights: [short: 0.5])
            println complete(base, ['Tom has 3'], maxCompletionLength: 6)[0]
            println complete(before, ['Tom has 3'], maxCompletionLength: 6)[0] != complete(base, ['Tom has 3'], maxCompletionLength: 6)[0]
            println save(base, 'output/v1')
        '''

        then:
        def said = out.toString().readLines()
        said[0] == 'sft 6'
        said[-2..-1] == ['true', 'output/v1']
        metrics().collect { [it.stage, it.step] } == (1..6).collect { ['sft', it] } + [['grpo', 1], ['grpo', 2]]
        metrics().findAll { it.stage == 'grpo' }*.keySet().flatten().containsAll(['reward', 'reward_std', 'rewards/right/mean', 'rewards/right/std', 'rewards/short/mean', 'loss', 'learning_rate'])
        Math.abs(metrics()[-1]['rewards/right/mean'] + 0.5 * metrics()[-1]['rewards/short/mean'] - metrics()[-1].reward) < 1e-9
        progress.seen == ['sft of 6', 'grpo of 2']
        folder.resolve('output/v1').toFile().list().sort() == ['config.json', 'generation_config.json', 'model.safetensors', 'tokenizer.json']
    }

    def "a script trains adapters, which are merged when it saves"() {
        when:
        run '''
            def base = lora(policy('base'), loraR: 2, loraTargetModules: 'q_proj,up_proj')
            sft(base, data: jsonl('train.jsonl'), maxSteps: 3, learningRate: 1e-2)
            save(base, 'output/v1')
        '''

        then: 'only what had adapters has changed'
        NDManager.newBaseManager().withCloseable { manager ->
            def before = Policy.load(folder.resolve('base'), manager).weights()
            def after = Policy.load(folder.resolve('output/v1'), manager).weights()
            before.keySet().findAll { !before[it].contentEquals(after[it]) } ==
                [0, 1].collectMany { ["model.layers.${it}.mlp.up_proj.weight".toString(), "model.layers.${it}.self_attn.q_proj.weight".toString()] }.toSet()
        }
    }

    def "the seed is one of the run unless a call names its own"() {
        given:
        def losses = { Optional<Long> seed, String own ->
            Files.deleteIfExists(folder.resolve('metrics.jsonl'))
            run("sft(policy('base'), data: 'train.jsonl', maxSteps: 1, perDeviceTrainBatchSize: 2$own)", [:], seed)
            metrics()*.loss
        }

        expect:
        losses(Optional.of(5L), '') == losses(Optional.empty(), ', seed: 5')
        losses(Optional.of(5L), '') != losses(Optional.of(6L), '')
        losses(Optional.of(6L), ', seed: 5') == losses(Optional.of(5L), '')
    }

    def "an option that is none is told with the line, the allowed ones and the nearest"() {
        given:
        def known = Algorithms.named('dpo').get().binder().options()*.name().sort().collect { "`$it`" }.join(', ')

        expect:
        refusal('def base = policy("base")\n\ndpo(base,\n  data: [[prompt: "a", chosen: "b", rejected: "c"]], maxStep: 1)') == """\
            `maxStep` is no option of `dpo`
              train.groovy:4
                  data: [[prompt: "a", chosen: "b", rejected: "c"]], maxStep: 1)
              `dpo` knows $known

            hint: Did you mean `maxSteps`?""".stripIndent()
    }

    def "`#text` is told"() {
        expect:
        refusal("def base = policy('base')\ndef lines = jsonl('train.jsonl')\n$text") == what + '\n  train.groovy:3\n      ' + text + more

        where:
        text                                                      || what                                                  | more
        "polcy('base')"                                           || '`polcy` is no word of a training script'             | '\n  there are `sft`, `rft`, `dpo`, `kto`, `reinforce`, `rloo`, `grpo`, `ppo`, `choose`, `complete`, `copy`, `jsonl`, `lora`, `policy`, `remaining`, `save`, `submit`\n\nhint: Did you mean `policy`?'
        "save('output')"                                          || '`save` does not take (String)'                       | "\n\nhint: Write `save(policy, 'output/v1')`."
        "sft(data: lines)"                                        || '`sft` does not take (Map)'                           | '\n\nhint: Write `sft(policy, data: lines, reward: closure, option: value)`.'
        "sft(base, maxSteps: 1)"                                  || '`sft` needs `data`'                                  | "\n\nhint: Data is a list of maps, or the path of a file: `data: jsonl('train.jsonl')`."
        "sft(base, data: [])"                                     || '`data` is an empty list'                             | '\n\nhint: Training needs at least one item.'
        "sft(base, data: lines, maxSteps: null)"                  || '`maxSteps` is null'                                  | '\n\nhint: Leave out what has no value.'
        "grpo(base, data: lines)"                                 || '`grpo` needs `reward`'                               | '\n\nhint: A reward is a closure or a script: `{ prompt, completion, item -> ... }`.'
        "sft(base, data: lines, reward: { p, c -> 1 })"           || '`sft` was given `reward`, which it does not use'     | '\n\nhint: Leave it out; it learns from the data alone.'
        "grpo(base, data: lines, reward: 3)"                      || 'a reward is (Integer)'                               | '\n\nhint: A reward is a closure, the path of a reward script, or a map from names to these.'
        "policy('nowhere')"                                       || '`nowhere` is no policy: config.json is missing'      | '\n\nhint: A policy is a folder with config.json, tokenizer.json and model.safetensors.'
        "submit('output/v1')"                                     || 'there is no grading API here: the variable `GRADING_SERVER_URL` is not set' | '\n\nhint: `submit`, `choose`, `remaining` and `world` work in the workspace of a run.'
        "println lins.size()"                                     || 'train.groovy failed: there is no `lins`'             | ''
        "throw new IllegalStateException('no luck')"              || 'train.groovy failed: IllegalStateException: no luck' | ''
    }

    def "a reward in a script that fails is told with its line, the item and the completion"() {
        given:
        def told = refusal('''\
            grpo(policy('base'), data: [[prompt: 'Tom', gold: 1]], maxCompletionLength: 2, numGenerations: 2, perDeviceTrainBatchSize: 2,
              reward: { prompt, completion ->
                item.gold })'''.stripIndent()).readLines()

        expect:
        told[0] == 'the reward `reward` failed: there is no `item`'
        told[3..4] == ['  train.groovy:3', '  item 1: {"gold":1,"prompt":"Tom"}']
        told[5].startsWith('  completion: "')
    }

    def "prompts that leave no room are told by their place"() {
        expect:
        refusal('grpo(policy("base"), data: [[prompt: "Tom"], [prompt: ""], [prompt: "has " * 60]], reward: { p, c -> 1 }, maxCompletionLength: 32)') =~
            /^2 of 3 lines of the data cannot be used\n.*\n.*\n  item 2: the prompt is empty\n  item 3: the prompt has \d+ tokens; there is room for 32\n  the policy's context has 64 tokens$/
    }

    def "a script that is no Groovy is shown where"() {
        expect:
        refusal('def base = policy("base"\nprintln 1') == '''\
            train.groovy is no Groovy: Unexpected input: 'println 1'
              train.groovy:2:10
                  println 1
                           ^'''.stripIndent()
    }

    def "when it is asked to, a script ends between two updates"() {
        given:
        progress.atStep = { step -> if (step == 2) { interruption.ask() } }

        when:
        run "sft(policy('base'), data: 'train.jsonl', maxSteps: 50)\nprintln 'never'"

        then:
        Interruption.Interrupted e = thrown()
        e.message == 'interrupted after step 2'
        metrics().size() == 2
        out.size() == 0
    }

    def "in a run, a script submits, chooses and knows its time"() {
        given:
        def asked = []
        def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
        server.createContext('/') { exchange ->
            asked << "${exchange.requestMethod} ${exchange.requestURI} ${exchange.requestBody.text}".toString()
            def answer = exchange.requestURI.path.endsWith('time') ? '{"remaining": 41.5}' :
                exchange.requestURI.path.endsWith('submit') ? (asked.size() > 3 ? '{"submission_id": 2, "error": "too many"}' : '{"submission_id": 1, "score": 12.5}') : '{}'
            exchange.sendResponseHeaders(200, answer.size())
            exchange.responseBody.withCloseable { it.write(answer.bytes) }
        }
        server.start()
        def text = '''
            def receipt = submit(save(policy('base'), 'output/v1'))
            if (receipt.score().get() > 10) { choose(receipt) }
            println remaining()
            submit('output/v1')'''

        expect:
        refusal(text, [GRADING_SERVER_URL: "http://127.0.0.1:$server.address.port/secret".toString()]) == '''\
            the submission of `output/v1` gave no score: too many
              train.groovy:5
                  submit('output/v1')

            hint: GET $GRADING_SERVER_URL/submissions tells all receipts.'''.stripIndent()
        asked == ['POST /secret/submit {"model_path":"output/v1"}', 'POST /secret/submissions/1/choose {}', 'GET /secret/time ',
                  'POST /secret/submit {"model_path":"output/v1"}']
        out.toString() == '41.5\n'
        progress.said == ['submission 1 scores 12.5 in practice']

        cleanup:
        server?.stop(0)
    }

    def "a script is told when the API refuses what it chose"() {
        given:
        def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
        server.createContext('/') { exchange ->
            exchange.sendResponseHeaders(409, body.size())
            exchange.responseBody.withCloseable { it.write(body.bytes) }
        }
        server.start()

        expect:
        refusal('choose(3)', [GRADING_SERVER_URL: "http://127.0.0.1:$server.address.port/secret".toString()]) == """\
            submission 3 cannot be chosen: $said
              train.groovy:1
                  choose(3)

            hint: GET \$GRADING_SERVER_URL/submissions tells all receipts.""".stripIndent()

        cleanup:
        server?.stop(0)

        where:
        body                                                       || said
        '{"title": "Closed", "detail": "the attempt is over"}'     || 'the attempt is over'
        '<h1>Conflict</h1>'                                        || 'it answered 409 and did not say why'
    }

    def "a policy is replaced whole, and what lies beside it stays"() {
        given:
        folder.resolve('v').toFile().mkdir()
        folder.resolve('v/notes.txt').toFile().text = 'mine'
        NDManager.newBaseManager().withCloseable { manager -> TinyPolicy.of(manager, 9).save(folder.resolve('v')) }

        when:
        run "save(policy('base'), 'v')"

        then:
        folder.resolve('v').toFile().list().sort() == ['config.json', 'generation_config.json', 'model.safetensors', 'notes.txt', 'tokenizer.json']
        folder.resolve('v/model.safetensors').toFile().bytes == folder.resolve('base/model.safetensors').toFile().bytes
    }
}

class Quiet implements Progress {
    List<String> seen = []
    List<String> said = []
    Closure atStep = {}

    void begin(String algorithm, int steps) {
        seen << "$algorithm of $steps".toString()
    }

    void step(int step, Map<String, Double> metrics) {
        atStep(step)
    }

    void end() {
    }

    void say(String line) {
        said << line
    }
}
