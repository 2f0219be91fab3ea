package org.autorl.runner.execution

import java.nio.file.Path
import java.time.Duration
import org.autorl.runner.sandbox.Bubblewrap
import org.autorl.runner.sandbox.Unisolated
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

@Requires(value = { Python.RUNS }, reason = 'there is no bubblewrap, no prlimit or no python3')
class UnitTestsSpec extends Specification {
  static final Exercise DOUBLE = new Exercise('''\
      from typing import List

      def double(numbers: List[int]) -> List[int]:
          """Twice each number."""
      '''.stripIndent(), 'def check(candidate):\n    assert candidate([1, 2]) == [2, 4]\n', 'double')

  @TempDir Path temp

  def "a completion is read as the reference says: #row.what"() {
    expect:
    (Python.complaints(DOUBLE, [row.completion], 20_000, ['\nprint'])[0] ?: 'passes') == row.verdict

    where: 'the rows of docs/reference/graders.md'
    row << rows()
  }

  private static List<Map<String, String>> rows() {
    def page = Path.of('../docs/reference/graders.md').toFile().getText('UTF-8')
    def rows = (page =~ /(?m)^\| ([^|]+) \| `"(.*)"` \| (passes|`.*`) \|$/).collect {
      [what: it[1], completion: it[2].replace('\\n', '\n'), verdict: it[3].replace('`', '')]
    }
    assert rows.size() == 9
    rows
  }

  def "#value goes to a program and comes back as it was"() {
    given:
    def exercise = new Exercise('def same(x):\n    "The same."\n', """\
        import math
        def alike(a, b):
            return type(a) is type(b) and (a == b or a != a and b != b) and repr(a) == repr(b)
        def check(candidate):
            value = $value
            assert alike(candidate(value), value)
            assert alike(candidate(x=value), value)
        """.stripIndent(), 'same')

    expect:
    Python.complaint(exercise, '    return x\n') == ''

    where:
    value << ['None', 'True', '0', '-7', '10 ** 4000', '0.1', '-0.0', 'math.inf', 'math.nan', '1e-310', '2 - 3j', '"Gr\\u00fc\\u00df \\ud800 \\n"', 'b"\\x00\\xff"',
      'bytearray(b"1")', '[]', '(1,)', '(1, [2.0, (None, "a")])', '{3, 1, 2}', 'frozenset({1})', '{"b": {1: [()]}, (1, 2): "x"}', 'range(0, 10 ** 30, 3)']
  }

  def "#answer counts as #counts"() {
    expect:
    Python.complaint(new Exercise('def f():\n    "Something."\n', "def check(candidate):\n    assert candidate() == $right\n", 'f'),
        "    import collections, decimal, enum, types\n    class Colour(enum.IntEnum):\n        RED = 1\n    return $answer\n") == complaint

    where:
    answer                                   | right    || complaint
    'collections.Counter("aab")'             | '{"a": 2, "b": 1}' || ''
    'collections.namedtuple("P", "x")(1)'    | '(1,)'   || ''
    'Colour.RED'                             | '1'      || ''
    'range(2)'                               | '[0, 1]' || 'AssertionError'
    '(0, 1)'                                 | '[0, 1]' || 'AssertionError'
    '(x for x in [0, 1])'                    | '[0, 1]' || 'AssertionError'
    'object()'                               | '1'      || 'the answer is no data: NotData: object'
    'decimal.Decimal(1)'                     | '1'      || 'the answer is no data: NotData: Decimal'
    'lambda: 1'                              | '1'      || 'the answer is no data: NotData: function'
    counts = complaint.empty ? 'right' : 'wrong'
  }

  def "an iterator that comes back can be gone through"() {
    expect:
    Python.complaint(new Exercise('def f():\n    "Something."\n', 'def check(candidate):\n    assert list(candidate()) == [0, 1]\n', 'f'),
        '    return iter([0, 1])\n') == ''
  }

  def "a program that raises #raises has raised #seen for its tests"() {
    expect:
    Python.complaint(new Exercise('def f():\n    "Raises."\n', """\
        def check(candidate):
            try:
                for x in map(lambda _: candidate(), [1]): pass
            except $seen as error:
                assert type(error) is $seen, type(error)
                return
            assert False, 'nothing was raised'
        """.stripIndent(), 'f'), "    class Own(KeyError): pass\n    raise $raises\n") == ''

    where:
    raises               | seen
    'ValueError("no")'   | 'ValueError'
    'Own("a")'           | 'KeyError'
    'StopIteration()'    | 'RuntimeError'
    'SystemExit(0)'      | 'RuntimeError'
    'KeyboardInterrupt'  | 'RuntimeError'
    'UnicodeDecodeError("utf-8", b"", 0, 0, "")' | 'RuntimeError'
  }

  def "tests have the prompt's helpers, whatever the program makes of them, and the function by its name"() {
    given:
    def exercise = new Exercise('''\
        def twist(x):
            return (x * 7919) % 104729

        def untwist(x):
            """The inverse of twist."""
        '''.stripIndent(), '''\
        def check(candidate):
            for x in range(20):
                assert candidate(twist(x)) == x == untwist(twist(x))
        '''.stripIndent(), 'untwist')

    expect:
    Python.complaints(exercise, [
      '    return next(y for y in range(104729) if twist(y) == x)\n',
      '    return x\n\ndef twist(x):\n    return x\n',
    ]) == ['', 'AssertionError']
  }

  def "a program with random numbers or sets gets the same verdict each time"() {
    given:
    def exercise = new Exercise('def f():\n    "Anything."\n', 'def check(candidate):\n    raise ValueError(candidate())\n', 'f')
    def program = '    import random\n    return [random.random(), list({"a", "b", "c", "d"})]\n'

    expect:
    Python.complaints(exercise, [program] * 3).toSet().size() == 1
  }

  def "tests that #what are nobody's score"() {
    when:
    Python.complaint(new Exercise(prompt, test, 'f'), '    return 1\n')

    then:
    IOException e = thrown()
    e.message == "the tests of item 1: broken $cause"

    where:
    what                      | prompt                      | test                                                       || cause
    'are no Python'           | 'def f():\n    "One."\n'    | 'def check(candidate)'                                     || "SyntaxError: expected ':' (test, line 1)"
    'have no check'           | 'def f():\n    "One."\n'    | 'assert True'                                              || "KeyError: 'check'"
    'have no prompt'          | 'Write one.'               | 'def check(candidate): pass'                               || 'SyntaxError: invalid syntax (prompt, line 1)'
    'call with what is no data' | 'def f():\n    "One."\n'  | 'def check(candidate): candidate(lambda: 1)'               || 'the tests call with function'
  }

  def "a sandbox that does not start is nobody's score"() {
    given:
    def broken = temp.resolve('bwrap').toFile()
    broken.text = '#!/bin/sh\necho bwrap: no namespaces here >&2; exit 1\n'
    broken.executable = true

    when:
    new UnitTests(new Bubblewrap(broken.toPath(), Optional.empty(), Optional.empty()), Duration.ofSeconds(1)).complaints([new UnitTests.Trial('item 1', DOUBLE, '', [])])

    then:
    IOException e = thrown()
    e.message == 'the tests of item 1 could not be started: bwrap: no namespaces here'
  }

  def "programs are not run without isolation"() {
    when:
    new UnitTests(new Unisolated(), Duration.ofSeconds(1)).complaints([new UnitTests.Trial('item 1', DOUBLE, '', [])])

    then:
    IOException e = thrown()
    e.message == 'programs are run in bubblewrap alone, and it is missing'
  }
}
