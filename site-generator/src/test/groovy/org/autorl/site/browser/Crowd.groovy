package org.autorl.site.browser

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import org.autorl.records.*
import org.autorl.site.RunFolderFixture

/**
 * Runs of many agent stacks, each on six tasks with three seeds, so that they are ranked with intervals and have a price. Only what a
 * leaderboard needs is in them.
 */
class Crowd {
    static final List<String> TASKS = ['word-problems', 'stack-code', 'polite-notes', 'household', 'shop', 'search']
    static final List<Long> SEEDS = [11L, 12L, 13L]
    static final int ITEMS = 60
    private static final Instant START = Instant.parse('2026-03-02T09:00:00Z')
    private static final Metric METRIC = new Metric('accuracy', '%', true)
    private static final List<List<String>> KNOWN = [
        ['claude-code', 'anthropic/claude-opus-4.6'], ['codex', 'openai/gpt-5'], ['gome', 'openai/gpt-5'], ['sft-grpo', ''],
        ['rd-agent', 'openai/gpt-5'], ['gemini-cli', 'gemini/gemini-2.5-flash'], ['grpo', ''], ['ft-agent', 'openai/gpt-5-mini'],
        ['opencode', 'qwen/qwen3-coder'], ['rejection-sampling', ''], ['greedy-tree', 'anthropic/claude-sonnet-4.5'], ['random-search', '']]

    /** Writes one run folder for each of so many stacks. The same number makes the same bytes. */
    static void write(Path runs, int stacks, List<Long> seeds = SEEDS) {
        def suite = suite()
        stacks.times { run(runs, suite, it, seeds) }
    }

    private static Suite suite() {
        def like = RunFolderFixture.suite().tasks()[0]
        def levels = TASKS.collate(2).withIndex().collect { names, level ->
            new Level(level + 1, ['Static rule', 'Hidden judge', 'Interaction'][level], 'adds', names.collect { name ->
                new Task(name, "Improve the base policy on `$name`.", true, like.prompt(), [], like.policy(), like.data(), Optional.empty(),
                    like.budget(), like.network(), like.modes(), like.submission(), like.grader(), [], [])
            })
        }
        new Suite('crowded', 'about', 4, Optional.empty(), SEEDS, Combination.MEAN_OVER_TASKS, TieRule.EARLIER, levels)
    }

    private static void run(Path runs, Suite suite, int number, List<Long> seeds) {
        def (scaffold, driver) = KNOWN[number % KNOWN.size()]
        def round = number.intdiv(KNOWN.size())
        def agent = new AgentStack(round == 0 ? scaffold : "$scaffold-$round", Optional.of('1.2.0'), driver ? Optional.of(driver) : Optional.empty(),
            number % 5 == 4 ? 'rl-only' : 'free')
        def id = String.format('crowd-%03d', number)
        def folder = Files.createDirectories(runs.resolve(id))
        put(folder, 'suite.json', suite)
        put(folder, 'run.json', new RunRecord(id, suite.name(), suite.fingerprint(), suite.protocol(), agent, TASKS, seeds,
            number % 7 == 6 ? Isolation.UNISOLATED : Isolation.BUBBLEWRAP, new Machine('Linux 6.1', 'Some CPU', 2, Bytes.ofMebibytes(8192), 'JDK 17'),
            '0.1.0', Optional.of('abc123'), false, START.plusSeconds(number), Optional.of(InferenceWorker.embedded()), Optional.of('tasks.groovy')))
        TASKS.eachWithIndex { task, t ->
            seeds.each { seed ->
                // The third is without a score now and then: such a stack is listed, not ranked.
                if (number % 6 != 5 || t != 3 || seed != 13L) {
                    attempt(Files.createDirectories(folder.resolve("$task/seed-$seed")), agent, task, t, seed, number)
                }
            }
        }
    }

    private static void attempt(Path own, AgentStack agent, String task, int t, long seed, int number) {
        def random = new SplittableRandom(number * 1000 + t * 100 + seed)
        def base = 6 + 5 * t
        def right = Math.max(0, Math.min(ITEMS, (int) (base + 34 - 4 * (number % KNOWN.size()) + 5 * (t % 2) + random.nextInt(9))))
        def items = { String name, int good ->
            own.resolve(name).toFile().text = (0..<ITEMS).collect { """{"id":"$task-sealed-$it","score":${it < good ? 1 : 0}}""" }.join('\n') + '\n'
        }
        items('sealed-items.jsonl', right)
        items('sealed-baseline-items.jsonl', base)
        def score = { int good, int all -> new Score(METRIC, 100d * good / all, 4.5d, all) }
        def minutes = 12 + 3 * (number % KNOWN.size()) + random.nextInt(6)
        put(own, 'attempt.json', new AttemptRecord(task, 1 + t.intdiv(2), seed, Lifecycle.ENDED, Optional.of(Outcome.SCORED),
            'submission 2 was chosen', Optional.of(START), Optional.of(START + Duration.ofMinutes(minutes)), 2, Optional.of(score(base, ITEMS)),
            Optional.of(2), Optional.of(score(Math.min(ITEMS, right + 1), ITEMS)), Optional.of(score(base, ITEMS)), Optional.of(score(right, ITEMS)),
            [new Spent('dollars', agent.driver().map { 9.5d - 0.7d * (number % KNOWN.size()) }, '$', Optional.empty(), Optional.empty(), Optional.of('the gateway'), Optional.of('the runner')),
             Spent.part('setting up', 20, 's', 'wall clock'), Spent.part('agent at work', 60 * minutes, 's', 'wall clock'),
             Spent.part('grading while the agent waits', 180, 's', 'wall clock')]))
    }

    private static void put(Path folder, String name, Object value) {
        folder.resolve(name).toFile().text = Json.pretty(value)
    }
}
