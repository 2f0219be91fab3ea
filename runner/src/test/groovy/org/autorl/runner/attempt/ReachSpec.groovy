package org.autorl.runner.attempt

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.zip.ZipFile
import org.autorl.dsl.TaskFile
import org.autorl.runner.agent.AgentProgram
import org.autorl.runner.cli.Bench
import org.autorl.runner.cli.Installed
import org.autorl.runner.grading.TaskItems
import org.autorl.runner.hub.Store
import org.autorl.runner.sandbox.JavaHome
import org.autorl.runner.sandbox.Sandbox
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Walks all that an attempt can reach. */
@Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
class ReachSpec extends Specification {
  static final Path ROOT = Path.of('..').toAbsolutePath().normalize()

  /** Each file under the root but `/usr` and `/proc`; where it lies says what it is. */
  static final List<String> ALLOWED = [
    /\/etc\/(ld\.so\.(cache|conf|conf\.d\/[^\/]+)|localtime|alternatives\/[^\/]+|java-\d+-openjdk\/.+)/,
    /\/dev\/(null|zero|full|random|urandom|tty|ptmx|pts\/ptmx|stdin|stdout|stderr)/,
    /\/opt\/agent\/start\.sh/,
    /\/opt\/autorl\/bin\/autorl-train/,
    /\/opt\/autorl\/door\/org\/autorl\/runner\/door\/(Door|Hatch|Passage|Pipe|Relay)\.class/,
    /\/opt\/autorl\/lib\/\d+-[^\/]+\.jar/,
    /\/opt\/autorl\/natives\/.+/,
    /\/workspace\/prompt\.md/,
    /\/workspace\/data\/(train|valid|test)?[^\/]*\.(jsonl|md|json)/,
    /\/workspace\/base\/[^\/]+\.(json|safetensors|md|jinja)/,
  ]

  static final String WALK = '''\
    use File::Find;
    find({no_chdir => 1, wanted => sub {
      if ($_ eq "/usr" || $_ eq "/proc") { $File::Find::prune = 1; return }
      return if -d $_;
      print "file $_\\n" if sysopen(my $f, $_, 0);
      print "writes $_\\n" if $_ !~ m{^/dev/} && sysopen(my $f, $_, 1);
      print "socket $_\\n" if -S $_;
    }}, "/");
    for my $path (@ARGV) {
      for my $from ("", "/proc/1/root", "/proc/self/root", "/proc/self/cwd/../../..") { print "leads out: $from$path\\n" if -e "$from$path" }
    }
    for my $file (glob("/proc/[0-9]*/environ")) {
      next unless open my $f, "<", $file;
      local $/; my $text = <$f>; print "env $_\\n" for map { /^([^=]+)=/ } split /\\0/, $text;
    }
    my %pids = map { $_ => 1 } glob("/proc/[0-9]*"); print "processes " . keys(%pids) . "\\n";
    '''.stripIndent()

  @Shared @TempDir Path temp
  @Shared List<String> seen
  @Shared JavaHome java

  def setupSpec() {
    def run = Files.createDirectories(temp.resolve('runs/run-1/word-problems/seed-11'))
    ['ledger.jsonl', '../seed-12/ledger.jsonl', '../../run.json', 'submissions/1/verdict.json', 'agent.log'].each {
      Files.createDirectories(run.resolve(it).parent)
      run.resolve(it).toFile().text = 'not for agents'
    }
    def agent = Files.createDirectories(temp.resolve('agent'))
    def outside = [run, temp, ROOT, ROOT.resolve('tasks.groovy'), Path.of(System.getProperty('user.home')), Path.of('/root'), Path.of('/etc/passwd'), Path.of('/etc/shadow'),
      Path.of('/var'), Path.of('/sys'), Path.of('/boot'), Path.of('/dev/kmsg'), Path.of('/dev/mem'), Path.of('/dev/vda'), Path.of('/dev/sda'), Path.of('/dev/kvm'), Path.of('/dev/fuse')]
    agent.resolve('start.sh').toFile().text = "perl - ${outside.join(' ')} <<'END'\n$WALK\nEND\n"
    def task = TaskFile.load(ROOT.resolve('tasks.groovy')).tasks().find { it.id() == 'word-problems' }
    def sandbox = Sandbox.bubblewrap(System.getenv('PATH')).get()
    java = new JavaHome(Path.of(System.getProperty('java.home')).toRealPath(), Installed.LIBRARY, Files.createDirectories(temp.resolve('cache')))
    def workspace = Workspace.make(Files.createDirectories(run.resolve('workspace')), new TaskItems(task, ROOT, Store.of([:])))
    def process = sandbox.start(workspace.agent(AgentProgram.find(agent.toString()).get(), task, ROOT.resolve('tasks/policies/base-1m'), 11, sandbox, java,
        new Workspace.Access(1, 'token', Files.createDirectories(temp.resolve('sockets')), []), run.resolve('agent.log')))
    assert process.waitFor(60, TimeUnit.SECONDS)
    sandbox.kill(process)
    seen = run.resolve('agent.log').toFile().readLines().drop(1)
  }

  private List<String> ofKind(String kind) {
    seen.findAll { it.startsWith(kind + ' ') }.collect { it.substring(kind.length() + 1) }.unique().sort()
  }

  def "every file that it can open is one that it is meant to have"() {
    expect:
    ofKind('file').size() > 20
    ofKind('file').findAll { path -> !ALLOWED.any { path ==~ it } } == []
  }

  def "it can write to its own files alone"() {
    expect:
    ofKind('writes') == ['/workspace/prompt.md']
    ofKind('socket') == []
  }

  def "nothing of the runner, its home or the host is on any path, nor behind a process"() {
    expect:
    seen.findAll { it.startsWith('leads out') } == []
    ofKind('processes') == ['4']
  }

  def "no process within has another variable than those that are told"() {
    given: 'the page that tells them'
    def page = ROOT.resolve('docs/reference/sandbox.md').toFile().text
    def told = (page.split('stays outside.')[1].split('`FILES_PATH` is')[0] =~ /`(\w+)`/).collect { it[1] }

    expect:
    ofKind('env') - ['_', 'PWD', 'SHLVL', 'OLDPWD'] == told - ['FILES_PATH']
    told.size() == 21
  }

  def "its libraries hold no runner, grader, judge or task file"() {
    given:
    def jars = java.mounts()*.host()*.toFile().findAll { it.name.endsWith('.jar') }
    def entries = jars.collectMany { jar -> new ZipFile(jar).withCloseable { zip -> zip.entries().toList()*.name } }
    def ours = entries.findAll { it.startsWith('org/autorl/') && it.endsWith('.class') }.collect { it.tokenize('/')[2] }.toSet()

    expect:
    jars.size() > 3
    ours - ['records', 'environments', 'trainers', 'agents'] == [] as Set
    ours.size() == 4
    entries.findAll { it.endsWith('tasks.groovy') || it.endsWith('task.groovy') || it =~ /sealed|practice|ledger/ && !it.endsWith('.class') } == []
  }

  def "of a JDK in a home folder the JDK alone is mounted, and of one in `/usr` nothing"() {
    given:
    def mounted = { String home -> new JavaHome(Path.of(home), '', temp.resolve('cache')).mounts()*.host()*.toString().findAll { it.startsWith('/home') || it.startsWith('/usr') } }

    expect:
    mounted('/home/me/jdk-21') == ['/home/me/jdk-21']
    mounted('/usr/lib/jvm/java-17') == []
  }

  def "the runner is not where every sandbox can read"() {
    expect: 'or this checkout would be its own leak'
    !ROOT.startsWith('/usr')
    !temp.startsWith('/usr')
  }
}
