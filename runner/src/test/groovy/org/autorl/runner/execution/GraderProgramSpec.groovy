package org.autorl.runner.execution

import java.time.Duration
import org.autorl.records.Json
import spock.lang.Requires
import spock.lang.Specification

@Requires(value = { Python.RUNS }, reason = 'there is no bubblewrap, no prlimit or no python3')
class GraderProgramSpec extends Specification {
  private static List<Double> worths(String name, String content, List<String> completions, int milliseconds = 20_000) {
    def questions = completions.collect {
      new GraderProgram.Question('item 1', Json.readObject(Json.canonical([prompt: 'Grüß?', completion: it, gold: '4', fields: [level: 2, question: 'other']])))
    }
    new GraderProgram(Python.sandbox(), name, content.stripIndent().getBytes('UTF-8'), Duration.ofMillis(milliseconds)).worths(questions)
  }

  def "`evaluate` is given prompt, completion and gold answer, and of the fields #which"() {
    expect:
    worths('eval.py', """\
        import json
        print('what it prints is no number')
        $function:
            print(level)
            return question == 'Grüß?' and reference_answer == '4' and level == $level and float(model_answer)
        """, ['0', '0.25', '1']) == [0d, 0.25d, 1d]

    where:
    which                     | level | function
    'those that it names'     | 2     | 'def evaluate(question, model_answer, reference_answer, level)'
    'those that have no default' | 2  | 'def evaluate(question, model_answer, reference_answer, level=7, *, other=3)'
    'all that it can take'    | 2     | "level = 2\ndef evaluate(question, model_answer, reference_answer, **extra)".replace('\n', '\n        ')
    'none'                    | 5     | "level = 5\ndef evaluate(question, model_answer, reference_answer)".replace('\n', '\n        ')
  }

  def "any executable file reads a question and writes a number"() {
    expect:
    worths('grade', '''\
        #!/bin/sh
        read -r line
        case "$line" in *'"completion":"right","fields":{"level":2,'*) echo 1;; *) echo 0.5;; esac
        ''', ['right', 'wrong']) == [1d, 0.5d]
  }

  def "each completion is graded by a fresh program, in the order of the questions"() {
    expect:
    worths('eval.py', '''\
        import os
        seen = []
        def evaluate(question, model_answer, reference_answer):
            seen.append(open('/tmp/seen', 'a').write('x'))
            return float(model_answer) if len(seen) == 1 and os.path.getsize('/tmp/seen') == 1 else 0.0
        ''', (0..9).collect { "0.$it".toString() }) == (0..9).collect { it / 10d }
  }

  def "a program that #fails has failed, and its last words are told"() {
    when:
    worths('eval.py', content, ['1'], milliseconds)

    then:
    IOException e = thrown()
    e.message == "the grader program eval.py, asked of item 1, $message"
    Python.left() == []

    where:
    fails                  | milliseconds | content                                                          || message
    'raises'               | 20_000       | 'def evaluate(q, a, r): raise ValueError("no such\\nlevel")'     || 'ended with status 1: level'
    'has no evaluate'      | 20_000       | 'def rate(q, a, r): return 1'                                    || "ended with status 1: AttributeError: module 'grader_program' has no attribute 'evaluate'"
    'is no Python'         | 20_000       | 'evaluate('                                                      || "ended with status 1: SyntaxError: '(' was never closed"
    'says too much'        | 20_000       | 'def evaluate(q, a, r): return 1.5'                              || 'said “1.5” and not a number from 0 to 1: (nothing)'
    'says less than nothing' | 20_000     | 'def evaluate(q, a, r): return -1'                               || 'said “-1.0” and not a number from 0 to 1: (nothing)'
    'says what is no number' | 20_000     | 'def evaluate(q, a, r): return float("nan")'                     || 'said “nan” and not a number from 0 to 1: (nothing)'
    'returns nothing'      | 20_000       | 'def evaluate(q, a, r): pass'                                    || "ended with status 1: TypeError: float() argument must be a string or a real number, not 'NoneType'"
    'says nothing'         | 20_000       | 'import os\ndef evaluate(q, a, r): os._exit(0)'                  || 'said “” and not a number from 0 to 1: (nothing)'
    'is killed'            | 20_000       | 'import os\ndef evaluate(q, a, r): os.kill(os.getpid(), 9)'      || 'ended with status 137: (nothing)'
    'hangs'                | 1_000        | 'def evaluate(q, a, r):\n    while True: pass'                   || 'took more than 1000 ms: (nothing)'
    'takes all memory'     | 20_000       | 'def evaluate(q, a, r): bytearray(1 << 40)'                      || 'ended with status 1: MemoryError'
    'wants the network'    | 20_000       | 'import socket\ndef evaluate(q, a, r): socket.create_connection(("192.0.2.1", 80))' || 'ended with status 1: OSError: [Errno 101] Network is unreachable'
  }
}
