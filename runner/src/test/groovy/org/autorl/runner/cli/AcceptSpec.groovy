package org.autorl.runner.cli

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.runner.attempt.ScriptedRun
import org.autorl.runner.folder.Folders
import org.autorl.runner.folder.RunFolder
import org.autorl.runner.report.RunVerifier
import org.autorl.runner.report.Weights
import spock.lang.Specification
import spock.lang.TempDir

class AcceptSpec extends Specification {
  @TempDir Path temp

  private ScriptedRun played() {
    def scripted = new ScriptedRun(temp.resolve('played'))
    scripted.go()
    scripted
  }

  private Map<String, Object> autorl(String... arguments) {
    def command = [Path.of(System.getProperty('java.home'), 'bin/java').toString(), '-XX:TieredStopAtLevel=1', '-cp', System.getProperty('java.class.path'), 'org.autorl.runner.cli.Main', *arguments]
    def out = temp.resolve('out').toFile()
    def err = temp.resolve('err').toFile()
    def status = new ProcessBuilder(command).redirectOutput(out).redirectError(err).start().waitFor()
    [status: status, out: out.text, err: err.text]
  }

  private Map<String, String> files(Path folder) {
    Files.walk(folder).filter { Files.isRegularFile(it) && it.fileName.toString() != 'run.lock' }.toList().collectEntries { [folder.relativize(it).toString(), Folders.sha256(it)] }
  }

  def "an accepted run has every file but the weights, and its numbers can still be derived"() {
    given:
    def run = played().run
    def results = temp.resolve('results')
    def kept = results.resolve(run.root().fileName)

    when:
    def said = autorl('accept', run.root().toString(), '--results', results.toString())

    then:
    said == [status: 0, out: "accepted: $kept\n".toString(), err: '']
    files(kept) == files(run.root())
    results.toFile().list().toList() == [run.root().fileName.toString()]

    and: 'the weights are not here, and that is told apart from a record that is wrong'
    def checked = RunVerifier.verify(new RunFolder(kept), Weights.LEFT_OUT)
    checked.problems() == []
    checked.leftOut() > 0
    RunVerifier.verify(new RunFolder(kept)).problems().size() == checked.leftOut()

    and:
    autorl('verify', '--without-weights', kept.toString()).with {
      assert it.status == 0
      assert it.out.readLines().takeRight(2) == ["1 attempts, 15 ledger lines, ${checked.files()} files checked: all as recorded", "${checked.leftOut()} files of weights are not here and were not checked"]*.toString()
      it
    }
  }

  def "a number that is changed afterwards is noticed without the weights, too"() {
    given:
    def run = played().run
    autorl('accept', run.root().toString(), '--results', temp.resolve('results').toString())
    def items = temp.resolve('results').resolve(run.root().fileName).resolve('sums/seed-11/sealed-items.jsonl').toFile()

    when:
    items.text = items.text.replaceFirst('"score":0.0', '"score":1.0')

    then:
    RunVerifier.verify(new RunFolder(items.toPath().parent.parent.parent), Weights.LEFT_OUT).problems() != []
  }

  def "nothing is accepted that is wrong, has not ended, or is there already"() {
    given:
    def run = played().run
    def results = temp.resolve('results')
    Files.createDirectories(results.resolve(run.root().fileName))
    Path unended = Files.move(new ScriptedRun(temp.resolve('other')).run.root(), temp.resolve('u1'))
    Path broken = temp.resolve('broken/b1')
    files(run.root()).keySet().each {
      Files.createDirectories(broken.resolve(it).parent)
      Files.copy(run.root().resolve(it), broken.resolve(it))
    }
    broken.resolve('run.json').toFile() << ' '

    when:
    def said = autorl('accept', run.root().toString(), unended.toString(), broken.toString(), '--results', results.toString())

    then:
    said.status == 1
    said.out == ''
    said.err.readLines()[0..2] == ['error: nothing was accepted', "  ${run.root().fileName} is among the results already".toString(), '  u1: sums, seed 11 has not ended']
    said.err.readLines()[3] ==~ /  b1: .*, and \d+ more/
    said.err.readLines().last() == 'hint: `autorl resume RUN` ends what has not ended; `autorl verify RUN` tells all that is wrong.'
  }
}
