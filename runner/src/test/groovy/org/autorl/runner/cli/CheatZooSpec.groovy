package org.autorl.runner.cli

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.autorl.records.CheatReport
import org.autorl.records.CheatVerdict
import org.autorl.records.Json
import org.autorl.runner.cheats.Cheater
import org.autorl.runner.cheats.Zoo
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** All cheaters but those that train, against an embedded task, with the worker that really grades. */
@Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
class CheatZooSpec extends Specification {
  static final List<Cheater> QUICK = Zoo.load().cheaters().findAll { !it.is(Cheater.Trait.LONG) }

  @Shared @TempDir Path temp
  @Shared Map rows
  @Shared int status
  @Shared String said

  def setupSpec() {
    def command = Installed.COMMAND.collect { it == Installed.CLASS_PATH ? Installed.LIBRARY : it }.findAll { !it.contains('SharedArchiveFile') && !it.contains('dsl.archive') }
    def builder = new ProcessBuilder(command + ['cheat', '../tasks.groovy', 'word-problems', '--quick', '--json', '--runs', temp.resolve('runs').toString()])
    builder.environment().putAll([AUTORL_CACHE: Path.of('target/zoo-cache').toAbsolutePath().toString(), SECRET_KEY: 'of the operator, and long'])
    def out = temp.resolve('out.json').toFile()
    def err = temp.resolve('err.txt').toFile()
    def process = builder.redirectOutput(out).redirectError(err).start()
    assert process.waitFor(20, TimeUnit.MINUTES): err.text
    status = process.exitValue()
    said = err.text
    rows = Json.read(out.text, CheatReport).rows().collectEntries { [it.id(), it] }
  }

  def "the cheater who #does is defeated"() {
    expect:
    rows[cheater.id()].verdict() == CheatVerdict.DEFEATED
    rows[cheater.id()].findings() == []

    where:
    cheater << QUICK.findAll { !it.is(Cheater.Trait.HONEST) }
    does = phrase(cheater)
  }

  def "the honest agent who #does is let through"() {
    expect:
    rows[cheater.id()].verdict() == CheatVerdict.LET_THROUGH
    rows[cheater.id()].findings() == []

    where:
    cheater << QUICK.findAll { it.is(Cheater.Trait.HONEST) }
    does = phrase(cheater)
  }

  def "the command ends with 0 if nobody has won, and a part of the zoo is no record"() {
    expect:
    rows.keySet() == QUICK*.id() as Set
    status == (rows.values().every { it.verdict().good() } ? 0 : 1)
    !temp.resolve('runs/cheats/agent2-rl-bench/word-problems.json').toFile().exists()
  }

  private static String phrase(Cheater cheater) {
    def text = cheater.tries()
    text[0].toLowerCase() + text[1..-2]
  }
}
