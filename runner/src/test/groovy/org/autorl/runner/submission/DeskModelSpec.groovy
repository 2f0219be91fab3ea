package org.autorl.runner.submission

import groovy.transform.Canonical
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.InstantSource
import org.autorl.records.EventKind
import org.autorl.records.Json
import org.autorl.records.Score
import org.autorl.records.TieRule
import org.autorl.records.Verdict
import org.autorl.runner.SmallPolicy
import org.autorl.runner.attempt.FaultyDisk
import org.autorl.runner.attempt.ScriptedRun
import org.autorl.runner.budget.Account
import org.autorl.runner.budget.AttemptClock
import org.autorl.runner.folder.AttemptFolder
import org.autorl.runner.folder.Folders
import org.autorl.runner.grading.Grading
import org.autorl.runner.hub.Store
import org.autorl.runner.judge.Judges
import org.autorl.runner.ledger.Ledger
import org.autorl.runner.sandbox.Unisolated
import org.autorl.runner.worker.Worker
import org.autorl.runner.worker.WorkerFailed
import spock.lang.Shared
import spock.lang.Specification

/** A desk and its ledger against a model of both, in random order: submit, grade, choose, read, crash, resume, close. */
class DeskModelSpec extends Specification {
  static final int SEEDS = 300
  static final int STEPS = 30
  static final int BUDGET = 7
  static final Map<String, String> SAYS = ['output/low': '#### -1', 'output/mid': '#### 12', 'output/same': '#### 12 ', 'output/none': null]

  /** In memory where there is such a folder: thousands of lines are put on disk one by one. */
  private static final Path MEMORY = Path.of('/dev/shm')

  @Shared Path temp = Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, 'autorl-desk') : Files.createTempDirectory('autorl-desk')
  @Shared ScriptedRun suite

  static class Killed extends Error {}

  /** What there should be: pure, and as short as the rules are. */
  @Canonical
  static class Model {
    List<Map> submissions = []
    List<List> events = []
    Integer chosen
    boolean closed
    /** Those whose verdict is in the ledger; one that was refused has its verdict before. */
    Set<Integer> settled = []

    String receive(String path) {
      def refused = closed ? 'over' : submissions.count { it.verdict != 'failed' } >= BUDGET ? 'spent' : null
      if (!refused) {
        received(path)
        events << ['submission-received', submissions.size()]
      }
      refused
    }

    void received(String path) {
      submissions << [path: path, verdict: SAYS[path] == null ? 'rejected' : null]
    }

    void graded(int number, Object verdict) {
      settled << number
      submissions[number - 1].verdict = verdict
      events << ['submission-graded', number]
    }

    String choose(int number) {
      if (closed) {
        return 'over'
      }
      if (!(submissions[number - 1]?.verdict instanceof Double)) {
        return 'no score'
      }
      chosen = number
      events << ['submission-chosen', number]
      null
    }

    /** The last word of the agent, else the best; of equals the earlier. */
    Integer last() {
      def scored = (1..submissions.size()).findAll { it > 0 && submissions[it - 1]?.verdict instanceof Double }
      chosen ?: scored.max { a, b -> submissions[a - 1].verdict <=> submissions[b - 1].verdict ?: b <=> a }
    }
  }

  /** The real thing: what is asked of it, and what it may die of. */
  class Real {
    final Path root
    final clock = new AttemptClock(Duration.ofHours(1), Account.empty(), System::nanoTime)
    boolean graderFails
    /** Appends until it dies, and whether the line is on disk then. */
    Integer fuse
    boolean onDisk
    Random random
    Ledger ledger
    CodeRevisions code
    SubmissionDesk desk

    Real(Path root, Random random) {
      this.root = root
      this.random = random
      SAYS.findAll { it.value }.each { path, says ->
        SmallPolicy.write(root.resolve('workspace').resolve(path)).resolve('README.md').toFile().text = says
      }
      Files.createDirectories(root.resolve('workspace/code'))
      open()
    }

    void open() {
      ledger?.close()
      code?.close()
      fuse = null
      def folder = new AttemptFolder(root)
      def task = suite.suite.task('sums').get()
      def disk = new FaultyDisk({ when, line, bytes, file ->
        if (fuse != null && when == 'before' && --fuse < 0 && !onDisk) {
          file.write(Arrays.copyOf(bytes, random.nextInt(bytes.length)))
          throw new Killed()
        }
        if (fuse != null && fuse < 0 && when == 'after') {
          throw new Killed()
        }
      })
      ledger = Ledger.open(folder.ledger(), InstantSource.system(), disk)
      code = new CodeRevisions(folder.codeRepository(), root.resolve('workspace/code'), InstantSource.system())
      def grading = new Grading(suite.root, { Path policy -> worker(policy.resolve('README.md').toFile().text) }, new Unisolated(),
          new Store(suite.root.resolve('cache')), Judges.of(Optional.empty(), suite.root.resolve('verdicts')), Optional.empty())
      desk = new SubmissionDesk(task, TieRule.EARLIER, folder, new Snapshots(root.resolve('blobs'), suite.root.resolve('base'), task.submission().atMost()),
          code, grading.of(task), ledger, clock, InstantSource.system(), Optional.<Score>empty())
    }

    Worker worker(String says) {
      [complete: { prompts, decoding, seed ->
        if (graderFails) {
          throw new WorkerFailed('out of memory')
        }
        prompts.collect { says }
      }, engine: { 'fake' }, close: { }] as Worker
    }
  }

  def setupSpec() {
    suite = new ScriptedRun(temp.resolve('suite'))
  }

  def cleanupSpec() {
    Folders.delete(temp)
  }

  private static Object verdict(Receipt receipt) {
    def verdict = receipt.verdict().orElse(null)
    verdict == null ? null : verdict instanceof Verdict.Graded ? verdict.score().value() : verdict instanceof Verdict.Rejected ? 'rejected' : 'failed'
  }

  private static void compare(Model model, Real real, String where) {
    assert real.desk.receipts().collect { [path: it.submission().path(), verdict: verdict(it)] } == model.submissions: where
    assert real.desk.receipts()*.submission()*.number() == (model.submissions ? (1..model.submissions.size()).toList() : []): where
    assert real.desk.finalChoice().orElse(null) == model.last(): where
    assert real.ledger.entries().drop(1).collect { [it.kind(), it.data().findValue('number').asInt()] } == model.events: where
  }

  /** What a submission must be worth, if it is graded now. */
  private static Object worth(Real real, String path, Map<String, Double> known) {
    SAYS[path] == null ? 'rejected' : real.graderFails ? 'failed' : known[SAYS[path].trim()]
  }

  private static String outcome(Closure work) {
    try {
      work()
      null
    } catch (SubmissionDesk.DeskClosed e) {
      e.spent ? 'spent' : 'over'
    } catch (SubmissionRefused e) {
      'no score'
    }
  }

  def "whatever is done in whatever order, desk and ledger are as the model says"() {
    expect:
    (1..SEEDS).each { seed -> play(seed) }
  }

  private void play(long seed) {
    def random = new Random(seed)
    def real = new Real(Files.createDirectories(temp.resolve("seed-$seed")), random)
    real.ledger.append(EventKind.Step.ATTEMPT_STARTED, Json.object())
    def model = new Model()
    // Seen once, in suite's own run of them: the scores of the two answers on the practice split.
    def known = ['#### -1': 0.0d, '#### 12': 5.0d]
    List<String> done = []
    (1..STEPS).each {
      String where = "seed $seed after $done"
      int number = 1 + random.nextInt(Math.max(1, model.submissions.size()))
      real.graderFails = random.nextInt(6) == 0
      boolean dies = random.nextInt(5) == 0
      real.fuse = dies ? random.nextInt(2) : null
      real.onDisk = random.nextBoolean()
      int before = model.events.size()
      def op = ['submit', 'submit', 'grade', 'grade', 'choose', 'rest', 'close'][random.nextInt(random.nextInt(4) == 0 ? 7 : 6)]
      String path = SAYS.keySet()[random.nextInt(SAYS.size())]
      done << "$op${op == 'submit' ? " $path" : op in ['grade', 'choose'] ? " $number" : ''}${dies ? " dying ${real.onDisk ? 'after' : 'in'} line ${real.fuse + 1}" : ''}${real.graderFails ? ', grader fails' : ''}".toString()
      // The model does all of it first; of what a death cut off, it forgets what is not on disk.
      def copy = new Model(model.submissions.collect { it.clone() }, model.events.clone(), model.chosen, model.closed, model.settled.toSet())
      int survives = dies ? before + real.fuse + (real.onDisk ? 1 : 0) : Integer.MAX_VALUE
      String expected = step(copy, op, path, number, real, known)
      boolean killed = copy.events.size() > before + (dies ? real.fuse : Integer.MAX_VALUE - before - 1)
      String got = null
      try {
        got = outcome { act(real, op, path, number) }
        assert !killed: where
        assert got == expected: where
        model = copy
      } catch (Killed e) {
        assert killed: where
        model = replay(copy, survives, model)
        real.open()
      }
      if (random.nextInt(8) == 0) {
        done << 'reopened'
        real.open()
        model.closed = false
      }
      real.fuse = null
      compare(model, real, "seed $seed after $done")
    }
    real.open()
    real.graderFails = false
    real.desk.gradeRest()
    model.submissions.eachWithIndex { it, i -> if (!(i + 1 in model.settled)) { model.graded(i + 1, worth(real, it.path, known)) } }
    compare(model, real, "seed $seed after $done and the rest")
    real.ledger.close()
    real.code.close()
    Folders.delete(real.root)
  }

  private static String step(Model model, String op, String path, int number, Real real, Map known) {
    switch (op) {
      case 'submit':
        return model.receive(path)
      case 'grade':
        if (number > model.submissions.size() || number in model.settled) {
          return null
        }
        if (model.closed) {
          return 'over'
        }
        model.graded(number, worth(real, model.submissions[number - 1].path, known))
        return null
      case 'choose':
        return model.choose(number)
      case 'rest':
        model.submissions.eachWithIndex { it, i -> if (!(i + 1 in model.settled)) { model.graded(i + 1, worth(real, it.path, known)) } }
        return null
      default:
        model.closed = true
        return null
    }
  }

  private static void act(Real real, String op, String path, int number) {
    switch (op) {
      case 'submit': real.desk.receive(path); break
      case 'grade': if (real.desk.receipt(number).present) { real.desk.grade(number) }; break
      case 'choose': real.desk.choose(number); break
      case 'rest': real.desk.gradeRest(); break
      default: real.desk.close()
    }
  }

  /** The model after a death: as many events as are on disk, and a desk that was opened again. */
  private static Model replay(Model whole, int survives, Model before) {
    def model = new Model()
    whole.events.take(survives).each { kind, number ->
      switch (kind) {
        case 'submission-received':
          model.received(whole.submissions[number - 1].path)
          model.events << [kind, number]
          break
        case 'submission-graded':
          model.graded(number, whole.submissions[number - 1].verdict)
          break
        default:
          model.chosen = number
          model.events << [kind, number]
      }
    }
    model
  }
}
