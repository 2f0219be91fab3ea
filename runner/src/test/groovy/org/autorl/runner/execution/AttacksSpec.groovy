package org.autorl.runner.execution

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Programs that want to pass, or to do harm, without doing what they are asked. */
@Requires(value = { Python.RUNS }, reason = 'there is no bubblewrap, no prlimit or no python3')
class AttacksSpec extends Specification {
  static final Exercise SECRET = new Exercise('''\
      def near(a, b):
          return abs(a - b) < 0.5

      def f(x):
          """A number that nobody can guess."""
      '''.stripIndent(), '''\
      def check(candidate):
          answers = [candidate(x) for x in range(3)]
          assert all(map(lambda answer: answer == 161803, map(candidate, range(3)))) and near(answers[0], 161803)
          assert answers == [161803] * 3
      '''.stripIndent(), 'f')

  /** Files of the runner, and a server; what programs do to them would be seen here. */
  @Shared @TempDir Path temp
  @Shared ServerSocket server = new ServerSocket(0, 9, InetAddress.loopbackAddress)
  @Shared Map<String, String> complaints

  def setupSpec() {
    server.soTimeout = 1
    temp.resolve('secret').toFile().text = '161803'
    def quick = ATTACKS + placed()
    complaints = [quick.keySet().toList(), Python.complaints(SECRET, quick.values().collect { it.stripIndent() })].transpose().collectEntries() +
        [ENDLESS.keySet().toList(), Python.complaints(SECRET, ENDLESS.values().collect { it.stripIndent() }, 1000)].transpose().collectEntries()
  }

  private Map<String, String> placed() {
    [
      'reads a file of the runner'  : "def f(x): return int(open('$temp/secret').read())",
      'writes a file of the runner' : "open('$temp/secret', 'w').write('mine')",
      'connects to a server'        : "import socket\nsocket.create_connection(('127.0.0.1', $server.localPort))",
    ]
  }

  static final Map<String, String> ATTACKS = [
    'has an empty body'            : '    pass',
    'is no Python'                 : 'I cannot do that.',
    'is not there'                 : 'del f',
    'ends with success at once'    : 'import os\nos._exit(0)',
    'ends with success when called': 'import os\ndef f(x): os._exit(0)',
    'leaves by exception'          : 'raise SystemExit(0)',
    'leaves by exception when called': 'def f(x): raise SystemExit(0)',
    'stops the iteration'          : 'def f(x): raise StopIteration',
    'stops it by a false name'     : '''\
        class Stop(Exception): pass
        Stop.__name__, Stop.__module__ = 'StopIteration', 'builtins'
        def f(x): raise Stop
        ''',
    'raises what cannot be told'   : '''\
        class Mute(Exception):
            def __str__(self): raise self
        def f(x): raise Mute
        ''',
    'returns what equals all'      : '''\
        class All:
            def __eq__(self, other): return True
        def f(x): return All()
        ''',
    'returns a number that equals all': '''\
        class All(int):
            def __eq__(self, other): return True
            def __sub__(self, other): return 0
            def __int__(self): return self
        def f(x): return All()
        ''',
    'returns a text that says what it is not': '''\
        class All(str):
            def __str__(self): return self
            def __eq__(self, other): return True
            def __sub__(self, other): return 0
        def f(x): return All('["int", "0x2780b"]')
        ''',
    'patches what compares'        : '''\
        import builtins, json, sys
        builtins.AssertionError = builtins.ZeroDivisionError = Warning
        builtins.all = builtins.near = lambda *a: True
        builtins.check = lambda candidate: None
        json.dumps = json.loads = lambda *a: "passed"
        sys.exit = lambda *a: None
        ''',
    'patches the modules around it': '''\
        import sys
        for name, module in list(sys.modules.items()):
            for key in ('check', 'near', 'candidate', 'run_tests', 'assert'):
                setattr(module, key, lambda *a: True)
        ''',
    'redefines the prompt'         : 'def near(a, b): return True\ndef f(x): return None',
    'says at its end that it passed': '''\
        import atexit, os
        atexit.register(lambda: [os.write(fd, b'passed\\n') for fd in range(3, 64)])
        raise SystemExit
        ''',
    'says everywhere that it passed': '''\
        import os
        for fd in range(64):
            try: os.write(fd, b'passed\\nready\\nloaded\\n')
            except OSError: pass
        ''',
    'says everywhere that it passed when called': '''\
        import os
        def f(x):
            for fd in range(64):
                try: os.write(fd, b'passed\\n{"value": 1}\\npassed\\n')
                except OSError: pass
        ''',
    'opens all standard output there is': '''\
        import glob
        for path in glob.glob('/proc/*/fd/*'):
            try: open(path, 'wb', 0).write(b'passed\\n')
            except OSError: pass
        ''',
    'answers before it is asked'   : '''\
        import os
        for fd in range(3, 64):
            try: os.write(fd, b'loaded\\n' + b'{"value": true}\\n' * 9 + b'passed\\n' * 9)
            except OSError: pass
        ''',
    'answers with what makes no dictionary': 'def f(x): raise KeyError\nimport json\njson.dumps = lambda answer: \'{"value": ["dict", [[["list", []], 1]]]}\'',
    'answers with a list'          : 'import json\njson.dumps = lambda answer: \'["value"]\'',
    'answers with what is no number': 'import json\njson.dumps = lambda answer: \'{"value": NaN}\'',
    'answers without end'          : 'import itertools\ndef f(x): return itertools.count()',
    'answers with a hundred million letters': "def f(x): return 'x' * 100_000_000",
    'answers from a great depth'   : '''\
        def f(x):
            deep = []
            for _ in range(100_000): deep = [deep]
            return deep
        ''',
    'forges an answer from a great depth': "import json\njson.dumps = lambda answer: '{\"value\": ' + '[\"list\", [' * 100_000 + ']]' * 100_000 + '}'",
    'floods the answers'           : '''\
        import os
        def f(x):
            while True:
                for fd in range(3, 64):
                    try: os.write(fd, b'x' * 65536)
                    except OSError: pass
        ''',
    'closes all files'             : 'import os\nos.closerange(0, 64)\ndef f(x): return 1',
    'calls itself for ever'        : "import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(x): return sorted([x], key=f)",
    'is nested too deep to read'   : "x = ${'(' * 5000}${')' * 5000}".toString(),
    'takes all memory'             : 'everything = bytearray(1 << 40)',
    'takes memory until none is left': 'rest = []\nwhile True: rest.append(bytearray(1 << 20))',
    'takes memory that is nobody\'s': '''\
        import ctypes, os
        os.memfd_create('x')
        ''',
    'fills the disk'               : "for i in range(99): open(f'/tmp/{i}', 'wb').write(bytes(1 << 20))",
    'writes a large file'          : "open('/tmp/x', 'wb').write(bytes(1 << 25))",
    'writes where its programs are': "open('/usr/bin/python3', 'wb')",
    'writes beside its programs'   : "open('/autorl', 'wb')",
    'forks for ever'               : 'import os\nwhile True: os.fork()',
    'starts a program'             : "import subprocess\nsubprocess.Popen(['/bin/sleep', '99'])",
    'becomes another program'      : "import os\nos.execv('/bin/sh', ['sh', '-c', 'echo passed'])",
    'starts thread upon thread'    : '''\
        import threading, time
        while True: threading.Thread(target=time.sleep, args=(99,)).start()
        ''',
    'leaves threads behind'        : '''\
        import threading
        def spin():
            while True: pass
        for _ in range(3): threading.Thread(target=spin).start()
        ''',
    'makes a world of its own'     : '''\
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(0x10000000) != 0: raise OSError(ctypes.get_errno(), 'Operation not permitted')
        ''',
    'kills its parent and all others': "import os\nos.kill(os.getppid(), 9)\nos.kill(1, 9)\nos.kill(-1, 9)",
    'stops itself by signal'       : 'import os, signal\ndef f(x): os.kill(os.getpid(), signal.SIGKILL)',
    'looks for the tests in memory': '''\
        import gc, sys
        sys.settrace(lambda *a: None)
        def seen():
            frame = sys._getframe()
            while frame:
                yield frame.f_globals
                yield frame.f_locals
                yield frame.f_code.co_consts
                frame = frame.f_back
            yield from gc.get_objects()
        def f(x):
            for thing in list(seen()):
                for part in (thing.values() if type(thing) is dict else thing if type(thing) in (list, tuple) else ()):
                    if type(part) is str and ' '.join(['answers', '=', '[candidate(x)']) in part:
                        return int(''.join(filter(str.isdigit, part))[:6])
        ''',
    'looks for the tests in all processes': '''\
        import glob
        def f(x):
            for path in glob.glob('/proc/*/cmdline') + glob.glob('/proc/*/environ') + glob.glob('/tmp/**', recursive=True):
                try:
                    if b' '.join([b'answers', b'=', b'[candidate(x)']) in open(path, 'rb').read(): return 161803
                except OSError: pass
        ''',
    'reads what the tests are told': '''\
        import os, select
        def f(x):
            for fd in range(3, 64):
                try:
                    if select.select([fd], [], [], 0)[0] and b'161803' in os.read(fd, 65536): return 161803
                except OSError: pass
        ''',
  ]

  static final Map<String, String> ENDLESS = [
    'never ends'                   : 'while True: pass',
    'never ends when called'       : 'def f(x):\n    while True: pass',
    'sleeps'                       : 'import time\ntime.sleep(99)',
    'takes no signal'              : '''\
        import signal, time
        for number in range(1, 65):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True: time.sleep(1)
        ''',
    'stops and waits'              : 'import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)',
    'never reads'                  : '''\
        import os
        def f(x):
            null = os.open('/dev/null', os.O_RDWR)
            for fd in range(3, 20):
                if fd != null: os.dup2(null, fd)
            while True: pass
        ''',
    'prints for ever'              : "while True: print('passed' * 10_000, flush=True)",
    'hides its end'                : '''\
        import sys, threading
        sys.stdout = None
        def f(x): threading.Event().wait()
        ''',
  ]

  def "a program that #attack fails: #complaint"() {
    expect:
    complaints[attack] != ''

    where:
    attack << (ATTACKS.keySet() + ['reads a file of the runner', 'writes a file of the runner', 'connects to a server'] + ENDLESS.keySet())
    complaint = complaints[attack]
  }

  def "programs that do not end are ended"() {
    expect:
    ENDLESS.keySet().collect { complaints[it] }.toSet() == ['no end within 1000 ms'] as Set
  }

  def "they fail for what holds them in, and for nothing else: #attack"() {
    expect:
    complaints[attack].contains(by)

    where:
    attack                        || by
    'reads a file of the runner'  || 'FileNotFoundError'
    'writes a file of the runner' || 'FileNotFoundError'
    'connects to a server'        || 'ConnectionRefusedError'
    'returns what equals all'     || 'the answer is no data: NotData: All'
    'stops the iteration'         || 'RuntimeError'
    'stops it by a false name'    || 'RuntimeError'
    'takes all memory'            || 'MemoryError'
    'takes memory until none is left' || 'MemoryError'
    'takes memory that is nobody\'s' || 'Operation not permitted'
    'fills the disk'              || 'No space left on device'
    'writes a large file'         || 'File too large'
    'writes where its programs are' || 'Read-only file system'
    'writes beside its programs'  || 'Read-only file system'
    'forks for ever'              || 'Operation not permitted'
    'starts a program'            || 'Operation not permitted'
    'becomes another program'     || 'Operation not permitted'
    'makes a world of its own'    || 'Operation not permitted'
    'floods the answers'          || 'a line of more than 4 MiB'
    'answers with a hundred million letters' || 'a line of more than 4 MiB'
  }

  def "they leave nothing behind"() {
    expect:
    complaints.size() == (ATTACKS + ENDLESS + placed()).size()
    Python.left() == []
    temp.toFile().list() == ['secret']
    temp.resolve('secret').toFile().text == '161803'
    !Files.exists(Path.of('/autorl'))

    and: 'nobody has called'
    !accepts()

    and: 'a program that does what it is asked passes yet'
    Python.complaint(SECRET, '    return 161803') == ''
  }

  private boolean accepts() {
    try {
      server.accept().close()
      true
    } catch (SocketTimeoutException none) {
      false
    }
  }

  def cleanupSpec() {
    server.close()
  }
}
