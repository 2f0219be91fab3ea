package org.autorl.runner.sandbox

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.autorl.records.Bytes
import org.autorl.runner.cli.Bench
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

@Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
class BubblewrapSpec extends Specification {
  static final boolean GROUPS = ControlGroups.here().present
  static final boolean X86 = System.getProperty('os.arch') == 'amd64' && CallFilter.offered

  @TempDir Path temp

  private Inside inside(String script, Limits limits = Limits.agent(Inside.MEMORY, Inside.DISK)) {
    new Inside(Inside.bubblewrap(), temp.resolve('workspace'), script, limits)
  }

  @Requires(value = { BubblewrapSpec.X86 }, reason = 'the calls below are those of x86-64')
  def "the kernel refuses what the list says: #call"() {
    expect:
    inside("perl -e 'print syscall($number, $arguments) < 0 ? \"\$!\" : \"done\"'").said() == said

    where:
    call                 | number | arguments              || said
    'ptrace'             | 101    | '0, 0, 0, 0'           || 'Operation not permitted'
    'process_vm_readv'   | 310    | '1, 0, 0, 0, 0, 0'     || 'Operation not permitted'
    'bpf'                | 321    | '0, 0, 0'              || 'Operation not permitted'
    'mount'              | 165    | '0, 0, 0, 0, 0'        || 'Operation not permitted'
    'unshare'            | 272    | '0x10000000'           || 'Operation not permitted'
    'setns'              | 308    | '0, 0'                 || 'Operation not permitted'
    'clone with a new user namespace' | 56 | '0x10000011, 0, 0, 0, 0' || 'Operation not permitted'
    'clone3'             | 435    | '0, 0'                 || 'Function not implemented'
    'io_uring_setup'     | 425    | '1, 0'                 || 'Operation not permitted'
    'keyctl'             | 250    | '0, -3, 1'             || 'Operation not permitted'
    'userfaultfd'        | 323    | '0'                    || 'Operation not permitted'
    'perf_event_open'    | 298    | '0, 0, 0, 0, 0'        || 'Operation not permitted'
    'open_by_handle_at'  | 304    | '0, 0, 0'              || 'Operation not permitted'
    'personality without limits of addresses' | 135 | '0x400000' || 'Operation not permitted'
    'typing at a terminal' | 16   | '0, 0x5412, 0'         || 'Operation not permitted'
    'a socket to the host of a virtual machine' | 41 | '40, 1, 0' || 'Address family not supported by protocol'
    'a socket to the kernel\'s ciphers' | 41 | '38, 5, 0'  || 'Address family not supported by protocol'
    'shmget'             | 29     | '0, 4096, 0x380'       || 'Function not implemented'
    'room that nobody writes' | 285 | '1, 0, 0, 4096'      || 'Operation not supported'
    'getpid, which is harmless'  | 39 | ''                 || 'done'
  }

  def "what agents work with runs under the filter: #program"() {
    given:
    def has = ['sh', '-c', "command -v ${program.tokenize()[0]}"].execute().waitFor() == 0

    expect:
    !has || inside("cd /workspace; $program 2>&1").said().trim() == says

    where:
    program                                                                       || says
    'git init -q r && cd r && git -c user.name=a -c user.email=b commit -q --allow-empty -m x && git log --format=%s' || 'x'
    'gcc -x c -o a - <<<"int main(){return 0;}" && ./a && echo built'             || 'built'
    'node -e "require(\'fs\').readFile(\'/dev/null\', () => new (require(\'worker_threads\').Worker)(\'console.log(1)\', {eval: true}))"' || '1'
    '/usr/bin/python3 -c "import concurrent.futures as c, subprocess; print(list(c.ThreadPoolExecutor(4).map(abs, [-1])), subprocess.run([\'true\']).returncode)"' || '[1] 0'
    'tar cf t.tar /etc/alternatives 2>/dev/null; cp -a t.tar u.tar && cmp t.tar u.tar && echo same' || 'same'
  }

  def "nothing of the kernel's settings can be written, and what only root reads is empty"() {
    expect: 'root outside owns these files inside, under another name'
    inside('''\
      perl -MFile::Find -e '
        find({no_chdir => 1, wanted => sub {
          if ($_ =~ m{^/proc/(\\d+|self|thread-self)$}) { $File::Find::prune = 1; return }
          return if -l $_ || !-f $_;
          print "written: $_\\n" if sysopen(my $out, $_, 1);
          my @is = stat $_;
          print "read: $_\\n" if !($is[2] & 0004) && sysopen(my $in, $_, 0) && sysread($in, my $x, 1);
        }}, "/proc")' 2>/dev/null
      echo done
      ''').said() == 'done\n'
  }

  def "files in memory are limited, and nothing else but the workspace can be written"() {
    expect:
    inside('''\
      for at in / /dev /run /opt /etc /usr /proc; do touch $at/x 2>/dev/null && echo "writes to $at"; done
      for at in /tmp /home /dev/shm; do
        perl -e '$SIG{XFSZ} = "IGNORE"; open my $f, ">", "$ARGV[0]/x"; while (syswrite $f, "x" x 65536) {} printf "%s %d %s\\n", $ARGV[0], -s $f, $!; unlink "$ARGV[0]/x"' $at
      done
      ''', new Limits(Optional.empty(), Optional.empty(), Optional.empty(), 64, Optional.empty(), Optional.empty(), Limits.ROOMS,
        Optional.of(Bytes.ofMebibytes(1)))).said() == '''\
      /tmp 1048576 No space left on device
      /home 1048576 No space left on device
      /dev/shm 1048576 No space left on device
      '''.stripIndent()
  }

  def "a file cannot outgrow the budget, and open files are counted"() {
    expect:
    inside('''\
      perl -e '$SIG{XFSZ} = "IGNORE"; open my $f, ">", "/workspace/x"; while (syswrite $f, "x" x 4096) {} printf "%d %s\\n", -s $f, $!'
      perl -e '$SIG{XFSZ} = "IGNORE"; open my $f, ">", "/workspace/y"; truncate($f, 1 << 40) or print "$!\n"'
      ulimit -n; ulimit -Hn; ulimit -c
      ''').said() == '''\
      8392704 File too large
      File too large
      4096
      4096
      0
      '''.stripIndent()
  }

  @Requires(value = { BubblewrapSpec.GROUPS }, reason = 'there are no control groups to write to')
  def "processes and memory of all together are limited by a control group, which goes with them"() {
    given:
    def few = new Limits(Optional.of(Bytes.ofMebibytes(64)), Optional.empty(), Optional.empty(), 40, Optional.empty(), Optional.empty(), Limits.ROOMS, Optional.empty())
    def groups = ControlGroups.here().get()

    when: 'one forks without end'
    def forks = inside('perl -e \'for (1 .. 1000) { my $p = fork(); if (!defined $p) { print "$!\\n"; last } if (!$p) { sleep 60; exit } }\'', few)

    then:
    forks.said() == 'Resource temporarily unavailable\n'

    when: 'two take memory by halves'
    def takes = inside('for i in 1 2; do perl -e \'my $x = "x" x (48 << 20); sleep 60; print "stays\\n"\' & done; wait -n; echo one is gone; kill %1 %2', few)
    takes.process.waitFor(60, TimeUnit.SECONDS)

    then:
    takes.sandbox.ranOut(takes.process)
    takes.said().contains('one is gone')
    !takes.log.toFile().readLines().contains('stays')

    and:
    groups.of(forks.process.pid()).every { !it.toFile().exists() }
    groups.of(takes.process.pid()).every { !it.toFile().exists() }
  }

  def "what lies in memory without a name counts as memory"() {
    given:
    def inside = inside('''\
perl -e 'for my $n (1 .. 5) { open $f[$n], "+>", "/tmp/x"; unlink "/tmp/x"; syswrite $f[$n], "x" x 1000000 for 1 .. 7 } open my $done, ">", "/workspace/done"; sleep 60'
      ''')

    when:
    inside.await('done')

    then:
    inside.sandbox.memory(inside.process).count() > 35_000_000
    new Bubblewrap(Path.of('/usr/bin/bwrap'), Optional.empty(), Optional.empty()).memory(inside.process).count() > 35_000_000

    cleanup:
    inside?.sandbox?.kill(inside.process)
  }

  def "two sandboxes side by side neither see nor reach each other"() {
    given: 'one with a file, a socket without a path, a server on a port, shared memory and a message'
    def secret = "secret-${System.nanoTime()}"
    def one = new Inside(Inside.bubblewrap(), temp.resolve('one'), """\
      echo $secret >/tmp/$secret; echo $secret >/dev/shm/$secret; echo $secret >/home/$secret
      perl -MSocket -e '
        socket(my \$u, AF_UNIX, SOCK_STREAM, 0); bind(\$u, pack("Sa*", AF_UNIX, "\\0$secret")) or die; listen(\$u, 1);
        socket(my \$t, AF_INET, SOCK_STREAM, 0); bind(\$t, sockaddr_in(5000, INADDR_LOOPBACK)) or die; listen(\$t, 1);
        open my \$f, ">", "/workspace/ready"; sleep 60'
      """)
    one.await('ready')

    when: 'the other looks for all of it'
    def said = new Inside(Inside.bubblewrap(), temp.resolve('two'), """\
      ls /tmp /home /dev/shm
      grep -l 'list[e]n' /proc/[0-9]*/cmdline
      perl -MSocket -e '
        socket(my \$u, AF_UNIX, SOCK_STREAM, 0); print "reaches its socket\\n" if connect(\$u, pack("Sa*", AF_UNIX, "\\0" . join("", \$ARGV[0])));
        socket(my \$t, AF_INET, SOCK_STREAM, 0); print "reaches its port\\n" if connect(\$t, sockaddr_in(5000, INADDR_LOOPBACK));
        for my \$p (2 .. 70000) { print "signals \$p\\n" if \$p != \$\$ && \$p != getppid() && kill 0, \$p }' $secret
      cat /proc/sysvipc/shm | wc -l
      cat /proc/net/unix | grep -c $secret
      """).said()

    then:
    said == '/dev/shm:\n\n/home:\n\n/tmp:\n1\n0\n'
    one.process.alive

    cleanup:
    one?.sandbox?.kill(one.process)
  }
}
