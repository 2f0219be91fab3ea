package org.autorl.runner.report

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Json
import org.autorl.records.LedgerEntry
import org.autorl.runner.attempt.ScriptedRun
import org.autorl.runner.folder.Folders
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class RunVerifierSpec extends Specification {
  static final int FLIPS = 300

  @Shared @TempDir Path temp
  @Shared ScriptedRun whole
  @Shared List<Path> files

  def setupSpec() {
    whole = new ScriptedRun(temp.resolve('whole'))
    whole.go()
    // What remembers grades for other runs is no part of this one.
    files = Files.walk(whole.root.resolve('runs')).filter { Files.isRegularFile(it) && !it.toString().contains('/grades/') }.sorted().toList()
  }

  private List<String> wrong() {
    RunVerifier.verify(whole.run).problems()*.text()
  }

  private static void put(Path file, byte[] bytes) {
    file.toFile().setWritable(true)
    file.toFile().bytes = bytes
  }

  /** Puts the file back whatever comes of it, so that one failure does not bring down what follows. */
  private static void changed(Path file, byte[] bytes, Closure expectations) {
    byte[] before = file.toFile().bytes
    put(file, bytes)
    try {
      expectations()
    } finally {
      put(file, before)
    }
  }

  def "a run that was not touched is as recorded, and its head is its ledger's last line"() {
    given:
    def report = RunVerifier.verify(whole.run)

    expect:
    report.problems() == []
    report.attempts() == [new RunVerifier.Head('sums', 11, 15, whole.ledger().last().hash())]
  }

  def "any byte of any file that is changed is noticed, and the file is named"() {
    given:
    long seed = 20260131
    def random = new Random(seed)

    expect:
    (1..FLIPS).each { flip ->
      Path file = flip <= files.size() ? files[flip - 1] : files[random.nextInt(files.size())]
      byte[] before = file.toFile().bytes
      if (before.length > 0) {
        int at = random.nextInt(before.length)
        byte[] after = before.clone()
        after[at] = (byte) (after[at] ^ (1 + random.nextInt(255)))
        changed(file, after) {
          assert wrong().any { it.contains(file.toString()) }: "seed $seed, flip $flip: byte $at of $file, ${before[at]} to ${after[at]}"
        }
      }
    }
    wrong() == []
  }

  def "any key of any record that is written otherwise is noticed, and the file is named"() {
    expect:
    files.findAll { it.toString() ==~ /.*\.jsonl?/ }.each { file ->
      def text = file.toFile().getText('UTF-8')
      (text =~ /"(\w+)" ?:/).collect { it[1] }.unique().each { String key ->
        changed(file, text.replaceFirst("\"$key\"", "\"${key}z\"").bytes) {
          assert wrong().any { it.contains(file.toString()) }: "$file, `$key`"
        }
      }
    }
    wrong() == []
  }

  def "any file that is cut off or gone is noticed, and named"() {
    expect:
    files.each { file ->
      byte[] before = file.toFile().bytes
      if (before.length > 0) {
        put(file, Arrays.copyOf(before, before.length - 1))
        assert wrong().any { it.contains(file.toString()) }: "$file, shorter by a byte"
      }
      Files.delete(file)
      assert wrong().any { it.contains(file.toString()) }: "$file, deleted"
      put(file, before)
    }
    wrong() == []
  }

  def "a file that was added as #name is noticed"() {
    given:
    def file = whole.run.root().resolve(name)
    Files.createDirectories(file.parent)
    file.toFile().text = 'more'

    expect:
    wrong() == ["${named ? whole.run.root().resolve(named) : file} was added".toString()]

    cleanup:
    Files.deleteIfExists(file)
    if (named) {
      Files.delete(whole.run.root().resolve(named))
    }

    where:
    name                                | named
    'more.json'                         | null
    'sums/seed-11/submissions/9.json'   | null
    'sums/seed-11/code.git/more'        | null
    'sums/seed-12/ledger.jsonl'         | 'sums/seed-12'
  }

  /** Somebody who knows how hashes are made changes one event and makes the chain behind it again. */
  private List<String> forged(int line, Closure change) {
    def copy = whole.copied(temp.resolve("forged-${UUID.randomUUID()}"))
    def entries = copy.ledger()
    def forged = []
    entries.each { entry ->
      def data = entry.data().deepCopy()
      if (entry.seq() == line - 1) {
        change(data)
      }
      forged << LedgerEntry.chained(entry.seq(), entry.at(), entry.kind(), data, forged ? forged.last().hash() : LedgerEntry.ORIGIN)
    }
    copy.folder.ledger().toFile().text = forged.collect { Json.canonical(it) + '\n' }.join()
    RunVerifier.verify(copy.run).problems().collect { it.text().replace(copy.folder.root().toString(), 'ATTEMPT') }
  }

  def "with a chain that was made anew, #what is noticed still"() {
    expect:
    forged(line, change).any { it.startsWith(problem) }

    where:
    what                             | line | problem                                                                                            | change
    'another task'                   | 1    | 'line 1 of ATTEMPT/ledger.jsonl is wrong: it begins another attempt than sums, seed 11'             | { it.put('task', 'others') }
    'another baseline'               | 2    | 'ATTEMPT/baseline-items.jsonl does not give the recorded score of 1.0'                              | { it.get('score').put('value', 1.0d) }
    'another number'                 | 6    | 'line 6 of ATTEMPT/ledger.jsonl is wrong: it is submission 1, not 2'                                | { it.get('submission').put('number', 1) }
    'time that runs back'            | 6    | 'line 6 of ATTEMPT/ledger.jsonl is wrong: -1.0 s of the agent\'s time come after '                  | { it.get('submission').put('elapsedSeconds', -1.0d) }
    'a file that was not handed in'  | 6    | 'line 6 of ATTEMPT/ledger.jsonl is wrong: its content digest is not that of its files'              | { it.get('submission').get('files').remove(0) }
    'another practice score'         | 7    | 'ATTEMPT/submissions/2/items.jsonl does not give the recorded score of 99.0'                        | { it.get('verdict').get('score').put('value', 99.0d) }
    'a score that passes'            | 7    | 'line 7 of ATTEMPT/ledger.jsonl is wrong: whether the score passes is not as the task says'         | { it.get('verdict').put('passed', true) }
    'another choice'                 | 10   | 'line 15 of ATTEMPT/ledger.jsonl is wrong: `chosen` is 2, and the lines before give 1'              | { it.put('number', 1) }
    'a choice of what has no score'  | 10   | 'line 10 of ATTEMPT/ledger.jsonl is wrong: submission 3 has no score'                               | { it.put('number', 3) }
    'less time spent'                | 11   | 'line 15 of ATTEMPT/ledger.jsonl is wrong: its `phases` are not those of line 11, and more'         | { it.get('phases').put('agent at work', 0.0d) }
    'another end of the agent'       | 11   | 'line 15 of ATTEMPT/ledger.jsonl is wrong: `explanation` is '                                       | { it.put('end', 'time') }
    'another sealed score'           | 13   | 'ATTEMPT/sealed-items.jsonl does not give the recorded score of 99.0'                               | { it.get('score').put('value', 99.0d) }
    'another lineage'                | 14   | 'ATTEMPT/lineage.jsonl does not give what line 14 of its ledger says'                               | { it.get('lineage').put('finding', 'UNRELATED') }
    'another record'                 | 15   | 'line 15 of ATTEMPT/ledger.jsonl is wrong: `sealed` is '                                            | { it.get('attempt').get('sealed').put('value', 99.0d) }
    'another outcome'                | 15   | 'line 15 of ATTEMPT/ledger.jsonl is wrong: its outcome is not that of its record'                   | { it.put('outcome', 'no submission') }
  }

  def "files can be checked without code of ours"() {
    expect:
    new ProcessBuilder('sha256sum', '-c', '--quiet', 'SHA256SUMS').directory(whole.folder.root().toFile()).inheritIO().start().waitFor() == 0
    Folders.sha256(whole.folder.sums()) == whole.ledger().last().data().get('files').asText()
  }
}
