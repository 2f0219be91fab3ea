package org.autorl.runner.sandbox

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.autorl.runner.cli.Bench
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** That all processes of a sandbox are gone when it has been killed, whatever they do. */
class EndSpec extends Specification {
  static final boolean GROUPS = ControlGroups.here().present

  @TempDir Path temp

  /** Ways to stay: each marks itself as there, and is known by its word. */
  private static String stubborn(String mark) {
    """\
    there() { touch "there-\$1"; exec -a '$mark' sleep 1000; }
    export -f there
    there child & 
    (there orphan &)
    (setsid bash -c 'there session' &)
    (setsid bash -c '(setsid bash -c "there daemon" &)' &)
    (trap '' TERM INT HUP QUIT; there deaf) &
    (there stopped & sleep 0.2; kill -STOP \$!; touch there-stopping; wait) &
    (perl -e 'if (!fork) { exit } open my \$f, ">", "there-parent"; \$0 = "$mark"; sleep 1000' &)
    while [ \$(ls there-* 2>/dev/null | wc -l) -lt 8 ]; do sleep 0.02; done; touch all
    """
  }

  private void dies(Sandbox sandbox, String end) {
    def mark = "stubborn-${System.nanoTime()}"
    def inside = new Inside(sandbox, temp.resolve('workspace'), stubborn(mark) + end)
    inside.await('all')
    if (end.contains('wait')) {
      assert Inside.running(mark).size() >= 7
    } else {
      assert inside.process.waitFor(20, TimeUnit.SECONDS)
    }
    sandbox.kill(inside.process)
    assert Inside.running(mark) == []
    assert !inside.process.alive
  }

  @Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
  def "nothing of a sandbox is left when it has been killed, #when"() {
    expect:
    dies(Inside.bubblewrap(), end)

    where:
    when                        | end
    'while its first one waits' | 'sleep 1000 & wait'
    'after its first one left'  | 'exit 3'
  }

  @Requires(value = { EndSpec.GROUPS }, reason = 'there are no control groups to write to')
  def "with a control group nothing is left without isolation either, #when"() {
    expect:
    dies(new Unisolated(ControlGroups.here()), end)

    where:
    when                        | end
    'while its first one waits' | 'sleep 1000 & wait'
    'after its first one left'  | 'exit 3'
  }

  def "with neither, those of the process tree and of the session end, and a daemon of its own session does not"() {
    given:
    def mark = "stubborn-${System.nanoTime()}"
    def inside = new Inside(new Unisolated(), temp.resolve('workspace'), stubborn(mark) + 'sleep 1000 & wait')
    inside.await('all')

    when:
    inside.sandbox.kill(inside.process)
    def left = Inside.running(mark)

    then: 'this is what the reference says of it'
    left.size() == 2

    cleanup:
    left*.destroyForcibly()
  }

  @Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
  def "a sandbox ends with a runner that is killed"() {
    given: 'a runner in a process of its own'
    def mark = "stubborn-${System.nanoTime()}"
    def runner = new ProcessBuilder(System.getProperty('java.home') + '/bin/java', '-cp', System.getProperty('java.class.path'),
        Runner.name, temp.resolve('workspace').toString(), stubborn(mark) + 'sleep 1000 & wait')
        .redirectErrorStream(true).redirectOutput(temp.resolve('runner.log').toFile()).start()
    for (int i = 0; !temp.resolve('workspace/all').toFile().exists(); i++) {
      assert i < 3000 && runner.alive: temp.resolve("runner.log").toFile().text
      sleep(10)
    }
    assert Inside.running(mark).size() >= 7

    when:
    runner.destroyForcibly().waitFor()
    for (int i = 0; i < 500 && Inside.running(mark); i++) {
      sleep(10)
    }

    then:
    Inside.running(mark) == []

    cleanup: 'the next runner that looks for groups takes away what this one left'
    runner?.destroyForcibly()
    ControlGroups.here()
  }

  /** Starts a sandbox and waits. */
  static class Runner {
    static void main(String[] args) {
      new Inside(Inside.bubblewrap(), Path.of(args[0]), args[1]).process.waitFor()
    }
  }

  def "processes that cannot be ended are an error of the machine's, with their numbers"() {

    expect:
    new StillRunning([7L, 9L], 10).message == 'processes [7, 9] are still there 10 s after they were killed'
    StillRunning.superclass == IOException
  }
}
