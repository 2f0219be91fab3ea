package org.autorl.runner.attempt

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.InstantSource
import java.util.concurrent.CopyOnWriteArrayList
import org.autorl.dsl.TaskFile
import org.autorl.records.AgentStack
import org.autorl.records.AttemptRecord
import org.autorl.records.Bytes
import org.autorl.records.Decoding
import org.autorl.records.InferenceWorker
import org.autorl.records.Isolation
import org.autorl.records.Json
import org.autorl.records.LedgerEntry
import org.autorl.records.Machine
import org.autorl.records.RunRecord
import org.autorl.records.Suite
import org.autorl.runner.mirror.Mirrors
import org.autorl.runner.SmallPolicy
import org.autorl.runner.agent.AgentProgram
import org.autorl.runner.agent.Setup
import org.autorl.runner.folder.AttemptFolder
import org.autorl.runner.folder.RunFolder
import org.autorl.runner.gateway.Driver
import org.autorl.runner.grading.GradeMemory
import org.autorl.runner.grading.Grading
import org.autorl.runner.hub.Store
import org.autorl.runner.judge.Judges
import org.autorl.runner.ledger.Ledger
import org.autorl.runner.ledger.LedgerFile
import org.autorl.runner.sandbox.JavaHome
import org.autorl.runner.sandbox.Unisolated
import org.autorl.runner.worker.Prompt
import org.autorl.runner.worker.Worker

/**
 * A run of one attempt in a folder, by the real runner: its agent is a shell script, and what grades is a fake
 * that reads the answer to every question from a policy's README.md. No JVM is started.
 */
class ScriptedRun {
  /** Hands in three policies, of which the last is refused, and chooses the second; goes on where it was stopped. */
  static final String AGENT = '''
      count() { curl -s "$GRADING_SERVER_URL/submissions" | grep -o submission_id | wc -l; }
      hand() {
        for try in 1 2 3; do
          [ "$(count)" -ge "$1" ] && return
          rm -rf "$OUTPUT_DIR/v$1"; cp -r "$MODEL_PATH" "$OUTPUT_DIR/v$1"; printf '%s' "$2" >"$OUTPUT_DIR/v$1/README.md"
          echo "$2" >"$WORKSPACE/code/train.sh"
          curl -s -X POST -d "{\\"model_path\\":\\"output/$3\\"}" "$GRADING_SERVER_URL/submit"
        done
      }
      hand 1 '#### -1' v1; hand 2 '#### 12' v2; hand 3 '#### 7' nowhere
      # A refusal is answered before it is in the ledger; nothing holds this agent in, so it can look.
      for look in $(seq 50); do
        [ "$(grep -c submission-graded "$WORKSPACE/../ledger.jsonl")" -ge 3 ] && break
        sleep 0.02
      done
      for try in 1 2 3; do
        [ -e "$WORKSPACE/code/chosen" ] && exit 0
        curl -sf -X POST "$GRADING_SERVER_URL/submissions/2/choose" && touch "$WORKSPACE/code/chosen"
      done
      exit 0
      '''.stripIndent()

  final Path root
  final Suite suite
  final RunFolder run
  final AttemptFolder folder
  /** What was graded: the policy's answer and the first question. */
  final List<List<String>> graded = new CopyOnWriteArrayList<>()
  String agent = AGENT
  Setup setup = Setup.none()
  Closure<String> completes = { String answer -> answer }
  int port = 0
  Optional<Driver> driver = Optional.empty()
  Duration limit = Duration.ofMinutes(5)
  InstantSource time = InstantSource.system()

  /** A run that begins, or one whose folder was copied from another's. */
  ScriptedRun(Path root) {
    this.root = root
    this.run = new RunFolder(root.resolve('runs/r1'))
    Path file = root.resolve('tasks.groovy')
    if (!Files.exists(file)) {
      begin(file)
    }
    this.suite = run.suite()
    this.folder = run.attempt('sums', 11)
  }

  private void begin(Path file) {
    Files.createDirectories(root)
    SmallPolicy.write(root.resolve('base'))
    root.resolve('prompt.md').toFile().text = 'Make it better.\n'
    file.toFile().text = '''
      suite('scripted') {
        about 'What specs run.'
        protocol 1
        seeds 11
        level(1, 'Only') {
          adds 'Nothing.'
          task('sums') {
            about 'Say the answer.'
            embedded()
            prompt 'prompt.md'
            policy 'base'
            data generated('arithmetic') {
              visible  20, seed: 1
              practice 40, seed: 2
              sealed   40, seed: 3
            }
            budget { wallClock 60.seconds; submissions 7; disk 64.MB; memory 400.MB }
            submission { checkpoint atMost: 1.MB }
            grader exactMatch { metric 'accuracy', '%', higherIsBetter; passAt 50; maxTokens 8 }
          }
        }
      }'''
    def suite = TaskFile.load(file)
    run.write(
        new RunRecord('r1', suite.name(), suite.fingerprint(), 1, new AgentStack('scripted', Optional.empty(), Optional.empty(), 'free'),
            ['sums'], [11L], Isolation.UNISOLATED, new Machine('Linux', 'CPU', 2, Bytes.ofMebibytes(8192), 'JDK'), 'test',
            Optional.empty(), false, Instant.EPOCH, Optional.of(InferenceWorker.embedded()), Optional.of('tasks.groovy')),
        suite)
  }

  /** Runs the attempt, or what is left of it. */
  AttemptRecord go(LedgerFile.Opener disk = { LedgerFile.open(it) }) {
    def task = suite.task('sums').get()
    def plan = new AttemptPlan(task, suite.ties(), [], 1, 11, new AgentProgram('scripted', '', ['bash', '-c', agent], [], setup), folder,
        root.resolve('base'), run.blobs(), grading(), InferenceWorker.embedded(), port, driver, Mirrors.none())
    def java = new JavaHome(Path.of(System.getProperty('java.home')), '/none', root.resolve('cache'))
    new AttemptRunner(plan, new Unisolated(), java, time, {}, disk).run()
  }

  private Grading grading() {
    new Grading(root, { Path policy -> new Fake(policy) }, new Unisolated(), new Store(root.resolve('cache')),
        Judges.of(Optional.empty(), root.resolve('verdicts')), Optional.empty(), limit).remembering(new GradeMemory(run.blobs().resolve('grades'), 'fake'))
  }

  List<LedgerEntry> ledger() {
    Ledger.read(folder.ledger())
  }

  /** A run that was cut off here: all files as they are now. */
  ScriptedRun copied(Path to) {
    assert new ProcessBuilder('cp', '-a', root.toString(), to.toString()).inheritIO().start().waitFor() == 0
    new ScriptedRun(to)
  }

  /** What must be the same however often a run was cut off: all but times, and agents that were started anew. */
  static Map essence(AttemptRecord record) {
    Json.tree(record).properties().collectEntries { [it.key, it.value] }.findAll { !(it.key in ['startedAt', 'endedAt', 'spent']) }
  }

  /** The same of a ledger. An agent that was stopped while it chose may choose once more. */
  List essence() {
    def events = ledger().findAll { !(it.kind() in ['agent-started', 'agent-interrupted', 'budget-warned', 'attempt-ended']) }.collect {
      def data = it.data().deepCopy()
      data.remove(['chargedSeconds', 'gradingSeconds', 'graderBusySeconds', 'gpuSeconds', 'diskBytes', 'memoryBytes', 'killed', 'phases', 'remembered'])
      if (data.has('submission')) {
        data.get('submission').remove(['at', 'elapsedSeconds', 'codeRevision'])
      }
      [it.kind(), data]
    }
    [events, [null] + events].transpose().findAll { now, before -> now != before || now[0] != 'submission-chosen' }*.first()
  }

  private class Fake implements Worker {
    private final String answer
    private boolean told

    Fake(Path policy) {
      def readme = policy.resolve('README.md').toFile()
      answer = readme.exists() ? readme.text : ''
    }

    @Override
    List<String> complete(List<Prompt> prompts, Decoding decoding, long seed) {
      if (!told) {
        told = true
        graded.add([answer, (prompts[0] as Prompt.Text).text()])
      }
      def said = completes(answer)
      prompts.collect { said }
    }

    @Override
    String engine() {
      'fake'
    }

    @Override
    void close() {}
  }
}
