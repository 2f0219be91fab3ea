package org.autorl.runner.attempt

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import org.autorl.records.Budget
import org.autorl.records.Bytes
import org.autorl.runner.budget.Kind
import org.autorl.runner.cli.Bench
import org.autorl.runner.sandbox.Inside
import org.autorl.runner.sandbox.Limits
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

@Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
class WatchSpec extends Specification {
  static final Budget BUDGET = Budget.of(Duration.ofMinutes(1), 1, Bytes.ofMebibytes(8), Bytes.ofMebibytes(128))

  @TempDir Path temp

  def "an agent that #does is ended for its #budget"() {
    given:
    def inside = new Inside(Inside.bubblewrap(), temp.resolve('workspace'), "cd /workspace\n$script\nsleep 1000", Limits.agent(BUDGET.memory(), BUDGET.disk()))
    def watch = Watch.over(inside.sandbox, inside.process, BUDGET, [inside.folder, inside.log])

    expect:
    inside.process.waitFor(60, TimeUnit.SECONDS)
    watch.overdrawn().get() == budget

    cleanup:
    watch?.close()
    inside?.sandbox?.kill(inside.process)

    where:
    does                       | script                                                             || budget
    'writes many files'        | 'i=0; while :; do i=$((i+1)); head -c 100000 /dev/zero >$i; done'  || Kind.DISK
    'makes many empty files'   | 'perl -e \'for (;;) { open my $f, ">", $i++ }\''                   || Kind.DISK
    'makes many folders'       | 'perl -e \'for (;;) { mkdir $i++ }\''                              || Kind.DISK
    'leaves holes'             | 'for i in 1 2 3; do truncate -s 4M $i; done'                       || Kind.DISK
    'fills its log'            | 'yes'                                                              || Kind.DISK
    'deletes what it has open' | 'for i in 3 4 5; do eval "exec $i>x"; head -c 4M /dev/zero >&$i; rm x; done' || Kind.DISK
    'takes memory'             | 'perl -e \'my @x; for (;;) { push @x, "x" x 1000000 }\''           || Kind.MEMORY
    'takes it by many'         | 'for i in 1 2 3 4; do perl -e \'my $x = "x" x (48 << 20); sleep 99\' & done' || Kind.MEMORY
    'takes it as files'        | 'for i in $(seq 9); do for at in /tmp /home /dev/shm; do head -c 7M /dev/zero >$at/$i; done; done' || Kind.MEMORY
  }

  def "an agent that stays within its budget is left alone, and what it took is told"() {
    given:
    def inside = new Inside(Inside.bubblewrap(), temp.resolve('workspace'), 'head -c 5000 /dev/zero >/workspace/x; echo 1 >/tmp/x', Limits.agent(BUDGET.memory(), BUDGET.disk()))
    def watch = Watch.over(inside.sandbox, inside.process, BUDGET, [inside.folder, inside.log])

    expect:
    inside.process.waitFor(60, TimeUnit.SECONDS)
    inside.process.exitValue() == 0
    watch.overdrawn().empty
    watch.measure()
    watch.disk().spent() == (1 + 2 + 1) * 4096

    cleanup:
    watch?.close()
    inside?.sandbox?.kill(inside.process)
  }
}
