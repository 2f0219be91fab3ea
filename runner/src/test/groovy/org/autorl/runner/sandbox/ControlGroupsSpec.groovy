package org.autorl.runner.sandbox

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Bytes
import spock.lang.Specification
import spock.lang.TempDir

/** Control groups as plain folders: what is looked for, and what is written. */
class ControlGroupsSpec extends Specification {
  static final Limits LIMITS = Limits.agent(Bytes.ofMebibytes(64), Bytes.ofMebibytes(8))

  @TempDir Path temp

  private Path folder(String path, Map<String, String> files = [:]) {
    def folder = Files.createDirectories(temp.resolve(path))
    files.each { name, text -> folder.resolve(name).toFile().text = text }
    folder
  }

  private String mount(String type, String at, String options, String root = '/') {
    "30 20 0:27 $root $temp/$at rw,relatime shared:9 - $type $type rw,$options"
  }

  private static String rules(ControlGroups groups) {
    groups.entering(LIMITS)
  }

  def "in version 1 each controller has its own place"() {
    expect:
    rules(new ControlGroups(1, [temp.resolve('memory/run/1'), temp.resolve('pids')])) == """\
      mkdir -p '$temp/memory/run/1/autorl-'\$\$ '$temp/pids/autorl-'\$\$
      echo 75497472 >'$temp/memory/run/1/autorl-'\$\$/memory.limit_in_bytes
      echo 2048 >'$temp/pids/autorl-'\$\$/pids.max
      echo 0 >'$temp/memory/run/1/autorl-'\$\$/cgroup.procs
      echo 0 >'$temp/pids/autorl-'\$\$/cgroup.procs
      """.stripIndent()
  }

  def "in version 2 there is one place, and a name that a shell would read otherwise is quoted"() {
    expect:
    rules(new ControlGroups(2, [Path.of("/sys/fs/cgroup/it's mine")])) == '''\
      mkdir -p '/sys/fs/cgroup/it'\\''s mine/autorl-'$$
      echo 75497472 >'/sys/fs/cgroup/it'\\''s mine/autorl-'$$/memory.max
      echo 1 >'/sys/fs/cgroup/it'\\''s mine/autorl-'$$/memory.oom.group
      echo 2048 >'/sys/fs/cgroup/it'\\''s mine/autorl-'$$/pids.max
      echo 0 >'/sys/fs/cgroup/it'\\''s mine/autorl-'$$/cgroup.procs
      '''.stripIndent()
  }

  def "the places are read from what the kernel says: #what"() {
    given:
    folder('memory/run/1')
    folder('pids/run/1')
    folder('unified/user/app/scope', ['cgroup.subtree_control': ''])
    folder('unified/user/app', ['cgroup.subtree_control': own])
    folder('unified/user', ['cgroup.subtree_control': 'cpu memory pids'])

    expect:
    ControlGroups.candidates(memberships, mounts(this)).collect { [it.version(), it.parents().collect { temp.relativize(it).toString() }] } == found

    where:
    what                               | own              | memberships                                        | mounts                                                                  || found
    'version 1'                        | ''               | ['4:memory:/run/1', '8:pids:/run/1']               | { [it.mount('cgroup', 'memory', 'memory'), it.mount('cgroup', 'pids', 'pids')] } || [[1, ['memory/run/1', 'pids/run/1']]]
    'version 1 seen from a container'  | ''               | ['4:memory:/box/run/1', '8:pids:/box/run/1']       | { [it.mount('cgroup', 'memory', 'memory', '/box'), it.mount('cgroup', 'pids', 'pids', '/box')] } || [[1, ['memory/run/1', 'pids/run/1']]]
    'version 1 without one of them'    | ''               | ['4:memory:/run/1', '0::/']                        | { [it.mount('cgroup', 'memory', 'memory')] }                            || []
    'version 2, below our own parent'  | 'memory pids'    | ['0::/user/app/scope']                             | { [it.mount('cgroup2', 'unified', 'nsdelegate')] }                      || [[2, ['unified/user/app']]]
    'version 2, handed down to us'     | 'cpu memory pids' | ['0::/user/app']                                  | { [it.mount('cgroup2', 'unified', 'nsdelegate')] }                      || [[2, ['unified/user/app']], [2, ['unified/user']]]
    'version 2 without controllers'    | 'cpu'            | ['0::/user/app/scope']                             | { [it.mount('cgroup2', 'unified', 'nsdelegate')] }                      || []
    'none mounted'                     | ''               | ['0::/user/app']                                   | { [] }                                                                  || []
  }

  def "a place that cannot be written to is none"() {
    given:
    folder('memory')

    expect: 'the folder of processes is a file'
    Files.writeString(temp.resolve('pids'), '')
    !new ControlGroups(1, [temp.resolve('memory'), temp.resolve('pids')]).works()
  }

  def "version #version tells what a group holds, and that it ran out"() {
    given:
    def groups = new ControlGroups(version, [temp])
    folder('autorl-7', files)

    expect:
    groups.memory(7).get() == new Bytes(30)
    groups.ranOut(7)
    groups.memory(8).empty
    !groups.ranOut(8)

    where:
    version | files
    1       | ['memory.stat': 'rss 1\ntotal_cache 99\ntotal_rss 10\ntotal_shmem 20\n', 'memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 1\n']
    2       | ['memory.stat': 'anon 10\nfile 99\nshmem 20\nanon_thp 5\n', 'memory.events': 'low 0\noom 2\noom_kill 1\n']
  }

  def "a group in which nothing was ended has not run out"() {
    given:
    folder('autorl-7', ['memory.events': 'low 0\noom 2\noom_kill 0\n'])

    expect:
    !new ControlGroups(2, [temp]).ranOut(7)
  }
}
