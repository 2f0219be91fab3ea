package org.autorl.trainers.cli

import ai.djl.ndarray.NDManager
import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Path
import org.autorl.trainers.TinyPolicy
import org.autorl.trainers.policy.Policy
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** trainers/python/grpo.py on a policy with some 5,000 weights. */
@Requires(value = { PythonWorkerSpec.TORCH }, reason = '/usr/bin/python3 with torch is not here (Debian: python3-torch)')
class PythonGrpoSpec extends Specification {
    static final ObjectMapper JSON = new ObjectMapper()
    static final List<String> SMALL = ['--prompts', '2', '--num-generations', '8', '--max-completion-length', '6', '--learning-rate', '0.02']

    @Shared @TempDir Path temp

    def setupSpec() {
        try (def manager = NDManager.newBaseManager()) {
            TinyPolicy.of(manager).save(temp.resolve('base'))
        }
        temp.resolve('data.jsonl').toFile().text = '{"prompt":"Tom has","letter":"e"}\n{"prompt":"He buys","letter":"e"}\n{"prompt":"> go","letter":"e"}\n'
        temp.resolve('reward.py').toFile().text = '''\
            def reward(prompts, completions, letter, **columns):
                return [float(len(c) > 0 and c.count(l) / len(c)) for c, l in zip(completions, letter)]
            '''.stripIndent()
    }

    private def grpo(String out, List<String> options, Map<String, String> files = [:]) {
        PythonWorkerSpec.python(['python/grpo.py', '--policy', temp.resolve(files.policy ?: 'base').toString(),
            '--data', temp.resolve(files.data ?: 'data.jsonl').toString(), '--reward', temp.resolve(files.reward ?: 'reward.py').toString(),
            '--out', temp.resolve(out).toString()] + SMALL + options, '')
    }

    private List<Map> metrics(String out) {
        temp.resolve("$out/metrics.jsonl").toFile().readLines().collect { JSON.readValue(it, Map) }
    }

    def "reward rises on a toy task, and the embedded trainers read what is saved"() {
        when:
        def said = grpo('rises', ['--steps', '25'])
        def rewards = metrics('rises')*.reward

        then:
        said.status() == 0
        rewards.takeRight(5).sum() / 5 > rewards.take(5).sum() / 5 + 0.3

        and: 'every step says how fast it was'
        said.out().readLines().findAll { it ==~ /step \d+: reward \S+, loss \S+, \d+ tokens\/s sampled, \d+ trained/ }.size() == 25

        and:
        try (def manager = NDManager.newBaseManager()) {
            Policy.load(temp.resolve('rises'), manager).parameters() == Policy.load(temp.resolve('base'), manager).parameters()
        }
        temp.resolve('rises/config.json').toFile().text == temp.resolve('base/config.json').toFile().text
    }

    def "the names of the metrics are TRL's, and before the first update nothing is clipped and the KL is 0"() {
        when:
        grpo('names', ['--steps', '1', '--beta', '0.1'])
        def first = metrics('names')[0]

        then:
        first.keySet() == ['step', 'learning_rate', 'reward', 'reward_std', 'frac_reward_zero_std', 'completions/mean_length',
            'completions/min_length', 'completions/max_length', 'completions/clipped_ratio', 'loss', 'kl', 'entropy',
            'clip_ratio/region_mean', 'grad_norm', 'step_time', 'sample_tokens_per_second', 'train_tokens_per_second'] as Set
        Math.abs(first.kl) < 1e-6
        first['clip_ratio/region_mean'] == 0
        first['completions/max_length'] <= 6
        first.entropy > 1
    }

    def "with #loss, one large batch and many small ones are the same step"() {
        when:
        def settings = ['--steps', '2', '--num-iterations', '2', '--beta', '0.05', '--loss-type', loss]
        def whole = grpo("whole-$loss", settings + ['--batch', '16'])
        def parts = grpo("parts-$loss", settings + ['--batch', '3'])
        def names = ['reward', 'loss', 'kl', 'entropy', 'grad_norm', 'clip_ratio/region_mean']

        then:
        [whole, parts]*.status() == [0, 0]
        [metrics("whole-$loss"), metrics("parts-$loss")].transpose().every { a, b ->
            names.every { Math.abs(a[it] - b[it]) <= 1e-3 * Math.max(1, Math.abs(a[it])) }
        }

        where:
        loss << ['grpo', 'dapo', 'dr_grpo']
    }

    def "the same seed gives the same steps, another gives others"() {
        when:
        ['1', '1', '2'].eachWithIndex { seed, i -> grpo("seed-$i", ['--steps', '3', '--seed', seed]) }
        def rewards = (0..2).collect { metrics("seed-$it")*.loss }

        then:
        rewards[0] == rewards[1]
        rewards[0] != rewards[2]
    }

    def "the parts of the loss are those of the papers"() {
        when:
        def said = PythonWorkerSpec.python(['-c', '''
import sys, math
sys.path.insert(0, "python")
import torch, grpo
args = grpo.arguments(["--policy", "p", "--data", "d", "--reward", "r", "--out", "o", "--epsilon", "0.2", "--epsilon-high", "0.3", "--beta", "0.1"])
old = torch.tensor([[math.log(0.5), math.log(0.5)], [math.log(0.5), math.log(0.5)]])
new = torch.tensor([[math.log(0.9), math.log(0.55)], [math.log(0.1), math.log(0.9)]])
ref = torch.tensor([[math.log(0.9), math.log(0.5)], [math.log(0.1), math.log(0.9)]])
loss, kl, clipped = grpo.objective(torch, new, old, ref, torch.tensor([[2.0], [-1.0]]), args)
mask = torch.tensor([[1.0, 1.0], [1.0, 0.0]])
print([round(x, 5) for x in (loss - 0.1 * kl).flatten().tolist()])
print([round(x, 5) for x in kl.flatten().tolist()], clipped.int().flatten().tolist())
for kind in ("grpo", "dapo", "dr_grpo"):
    print([round(x, 5) for x in grpo.token_weights(torch, mask, kind, 2, 3, 8).flatten().tolist()])
print([round(x, 3) for x in grpo.advantages([1.0, 0.0, 0.0, 1.0], True)], grpo.advantages([1.0, 0.0], False), grpo.advantages([1.0, 1.0], True))
'''], '')

        then: 'ratios 1.8 (clipped to 1.3), 1.1; 0.2 (clipped to 0.8), 1.8; k3 of 0.5 to 0.55'
        said.out() == '''\
            [-2.6, -2.2, 0.8, 1.8]
            [0.0, 0.0044, 0.0, 0.0] [1, 0, 1, 0]
            [0.25, 0.25, 0.5, 0.0]
            [0.33333, 0.33333, 0.33333, 0.0]
            [0.0625, 0.0625, 0.0625, 0.0]
            [0.866, -0.866, -0.866, 0.866] [0.5, -0.5] [0.0, 0.0]
            '''.stripIndent()
    }

    def "#mistake is told in a line"() {
        given:
        temp.resolve('no-prompt.jsonl').toFile().text = '{"prompt":"a"}\n{"question":"b"}\n'
        temp.resolve('no-json.jsonl').toFile().text = '{"prompt":"a"\n'
        temp.resolve('empty.jsonl').toFile().text = ''
        temp.resolve('none.py').toFile().text = 'x = 1\n'
        temp.resolve('few.py').toFile().text = 'def reward(prompts, completions, **columns):\n    return [1]\n'
        temp.resolve('nan.py').toFile().text = 'def reward(prompts, completions, **columns):\n    return [float("nan")] * len(prompts)\n'

        when:
        def said = grpo('mistake', ['--steps', '1'] + options, files)

        then:
        said.status() == status
        said.err().readLines().last().replace("$temp/", '') == message
        !temp.resolve('mistake/model.safetensors').toFile().exists()

        where:
        mistake                   | files                       | options                      || status | message
        'a line without a prompt' | [data: 'no-prompt.jsonl']   | []                           || 1      | 'error: no-prompt.jsonl, line 2: no `prompt` of text'
        'a line that is no JSON'  | [data: 'no-json.jsonl']     | []                           || 1      | "error: no-json.jsonl, line 1: Expecting ',' delimiter: line 2 column 1 (char 14)"
        'no data'                 | [data: 'empty.jsonl']       | []                           || 1      | 'error: empty.jsonl has no lines'
        'a file without a reward' | [reward: 'none.py']         | []                           || 1      | 'error: none.py does not define reward(prompts, completions, **columns)'
        'too few rewards'         | [reward: 'few.py']          | []                           || 1      | 'error: the reward function gave 1 rewards for 16 completions'
        'rewards that are none'   | [reward: 'nan.py']          | []                           || 3      | 'error: training diverged at step 1: loss nan, gradient nan; nothing is saved'
        'a group of one'          | [:]                         | ['--num-generations', '1']   || 2      | 'grpo.py: error: --num-generations is below 2: an advantage is relative to its group'
        'no temperature'          | [:]                         | ['--temperature', '0']       || 2      | 'grpo.py: error: --temperature must be above 0: greedy completions of a prompt are all the same'
        'no room for completions' | [:]                         | ['--max-completion-length', '64'] || 1 | 'error: --max-completion-length leaves no room in a context of 64'
    }
}
