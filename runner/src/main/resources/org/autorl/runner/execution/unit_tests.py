"""Runs unit tests on a program that nobody vouches for. Standard library, Python 3.9 and newer.

Started twice for each program, in two sandboxes: `tests` holds the tests, `program` holds the program.
Each speaks with the runner alone, a line at a time, and the runner carries calls and answers between them:

    runner -> tests     {"prompt": ..., "test": ..., "entry_point": ...}
    tests -> runner     ready | broken WHY
    program -> runner   ready | broken WHY
    runner -> program   {"sources": [...], "entry_point": ...}; the first source that is Python is meant
    program -> runner   loaded | failed WHY
    runner -> tests     go
    tests -> runner     call CALL | passed | failed WHY | broken WHY
    runner -> program   CALL
    program -> runner   ANSWER, which the runner hands to tests as it is

Code that shares an interpreter with its tests can always make them pass. Here it shares nothing with them but
this line of data, so all it can forge is an answer, and only a right answer passes.
"""

import builtins
import collections.abc
import ctypes
import json
import os
import random
import struct
import sys

DEEPEST = 100
SMALL = 1 << 53
WHY = 300


class NotData(Exception):
    """A value that does not cross the line."""


# Values. What crosses is data of these types and nothing else: an object with an `__eq__` of its own would
# answer for itself in the tests.


def encode(value, depth=0):
    """JSON of a value. A subclass goes as what it is a subclass of, an iterator as an iterator over its items."""
    if depth > DEEPEST:
        raise NotData("nested too deep")
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        value = int(value)
        # Decimal digits of a large number take quadratic time, and Python refuses many of them.
        return value if -SMALL < value < SMALL else ["int", hex(value)]
    if isinstance(value, float):
        return ["float", float.hex(value)]
    if isinstance(value, complex):
        return ["complex", float.hex(value.real), float.hex(value.imag)]
    if isinstance(value, (bytes, bytearray)):
        return ["bytes" if isinstance(value, bytes) else "bytearray", value.hex()]
    if isinstance(value, range):
        return ["range", [encode(number) for number in (value.start, value.stop, value.step)]]
    if isinstance(value, dict):
        return ["dict", [[encode(k, depth + 1), encode(v, depth + 1)] for k, v in value.items()]]
    for kind in (list, tuple, set, frozenset):
        if isinstance(value, kind):
            return [kind.__name__, [encode(item, depth + 1) for item in value]]
    if isinstance(value, collections.abc.Iterator):
        return ["iterator", [encode(item, depth + 1) for item in value]]
    raise NotData(type(value).__name__)


def decode(node, depth=0):
    """The value of JSON that may be anything; raises what it likes if it is none."""
    if depth > DEEPEST:
        raise NotData("nested too deep")
    if node is None or isinstance(node, (bool, int, str)):
        return node
    kind, content = node[0], node[1]
    if kind == "int":
        return int(content, 16)
    if kind == "float":
        return float.fromhex(content)
    if kind == "complex":
        return complex(float.fromhex(content), float.fromhex(node[2]))
    if kind in ("bytes", "bytearray"):
        data = bytes.fromhex(content)
        return data if kind == "bytes" else bytearray(data)
    if kind == "dict":
        return {decode(k, depth + 1): decode(v, depth + 1) for k, v in content}
    if kind not in ("list", "tuple", "set", "frozenset", "iterator", "range"):
        raise NotData("of an unknown kind")
    items = [decode(item, depth + 1) for item in content]
    if kind == "range":
        return range(*items)
    makers = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset, "iterator": iter}
    return makers[kind](items)


# The line to the runner.


class Line:
    """Standard input and output, out of the way of what prints; those become empty."""

    def __init__(self):
        self.source, self.sink = os.dup(0), os.dup(1)
        self.heard = b""

    def leave_standard_files(self):
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        os.close(nothing)

    def say(self, text):
        data = text.encode("utf-8", "replace").replace(b"\n", b" ") + b"\n"
        while data:
            data = data[os.write(self.sink, data) :]

    def hear(self):
        parts = [self.heard]
        while b"\n" not in parts[-1]:
            part = os.read(self.source, 1 << 16)
            if not part:
                os._exit(0)
            parts.append(part)
        line, _, self.heard = b"".join(parts).partition(b"\n")
        return line

    def end(self, text):
        self.say(text)
        os._exit(0)


def words(error):
    """An exception's own words. To ask for them may raise, too."""
    try:
        return str(error)[:WHY]
    except BaseException:
        return ""


def described(name, said):
    return name + ": " + said if said else name


def why(error):
    return described(type(error).__name__, words(error))


# One process. Limits of memory and time hold for each process, and the limit of processes does not hold for the
# superuser: so the kernel is told to refuse this process every further one. Threads stay allowed.

# System calls by machine: fork, vfork, execve, execveat, unshare, setns, ptrace; and, because their memory counts
# as nobody's, shmget, msgget, semget, memfd_create, io_uring_setup. Then clone, clone3, and the audit number.
MACHINES = {
    "x86_64": ((57, 58, 59, 322, 272, 308, 101, 29, 68, 64, 319, 425), 56, 435, 0xC000003E),
    "aarch64": ((221, 281, 97, 268, 117, 194, 186, 190, 279, 425), 220, 435, 0xC00000B7),
}
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, REFUSE, EPERM, ENOSYS = 0x7FFF0000, 0x80000000, 0x00050000, 1, 38
CLONE_THREAD = 0x00010000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16


def stay_one_process():
    """Installs a filter as in Linux' Documentation/userspace-api/seccomp_filter.rst, with BPF as in filter.rst."""
    machine = os.uname().machine
    if machine not in MACHINES:
        raise OSError("programs are not held in on machines of the kind " + machine)
    refused, clone, clone3, audit = MACHINES[machine]
    code = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, audit), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    # Numbers from here on are those of a second interface to the same calls.
    code += [(AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, KILL)]
    for call in refused:
        code += [(EQUAL, 0, 1, call), (RETURN, 0, 0, REFUSE | EPERM)]
    # The C library then asks for the older call, whose flags a filter can see.
    code += [(EQUAL, 0, 1, clone3), (RETURN, 0, 0, REFUSE | ENOSYS)]
    code += [(EQUAL, 0, 3, clone), (LOAD, 0, 0, FIRST_ARGUMENT), (ANY_BIT, 1, 0, CLONE_THREAD)]
    code += [(RETURN, 0, 0, REFUSE | EPERM), (RETURN, 0, 0, ALLOW)]
    filter_bytes = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in code))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code), ctypes.addressof(filter_bytes)))
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_filter, filter_mode = 38, 22, 2
    zero = ctypes.c_ulong(0)
    for call in (
        (no_new_privileges, ctypes.c_ulong(1), zero, zero, zero),
        (set_filter, ctypes.c_ulong(filter_mode), program, zero, zero),
    ):
        if libc.prctl(*call) != 0:
            raise OSError(ctypes.get_errno(), "prctl")


# The two roles.


def module(name):
    """A namespace; not `__main__`, so that a program's own trials at its end are not run."""
    made = type(sys)(name)
    sys.modules[name] = made
    return made.__dict__


def builtin(error):
    """The exception's class, or that of its bases, which both sides know."""
    return next(c.__name__ for c in type(error).__mro__ if c.__module__ == "builtins")


def first_that_compiles(sources):
    wrong = ValueError("no source")
    for source in sources:
        try:
            return compile(source, "program", "exec")
        except (SyntaxError, ValueError) as error:
            wrong = error
    raise wrong


def run_program(line):
    line.say("ready")
    told = json.loads(line.hear())
    try:
        namespace = module("program")
        exec(first_that_compiles(told["sources"]), namespace)
        function = namespace[told["entry_point"]]
    except BaseException as error:
        line.end("failed " + why(error))
    line.say("loaded")
    while True:
        arguments, named = decode(json.loads(line.hear()))
        try:
            answer = {"value": encode(function(*arguments, **named))}
        except NotData as error:
            answer = {"foreign": str(error)}
        except BaseException as error:
            answer = {"raised": builtin(error), "words": words(error)}
        line.say(json.dumps(answer))


def raised(name, said):
    """The exception that a call raised. One that ends an iteration would end it in the tests, as if all was right."""
    kind = getattr(builtins, name, None)
    if isinstance(kind, type) and issubclass(kind, Exception):
        if not issubclass(kind, (StopIteration, StopAsyncIteration)):
            try:
                return kind(said)
            except TypeError:
                # It is made of more than words.
                pass
    return RuntimeError(described(name, said))


def prompt_alone(prompt):
    """The prompt as a program: a function without a docstring has no body yet."""
    try:
        return compile(prompt, "prompt", "exec")
    except SyntaxError:
        return compile(prompt + "\n    pass\n", "prompt", "exec")


def run_tests(line):
    told = json.loads(line.hear())
    answered = []

    def candidate(*arguments, **named):
        try:
            call = json.dumps(encode((arguments, named)))
        except NotData as error:
            line.end("%s the tests call with %s" % ("failed" if answered else "broken", error))
        line.say("call " + call)
        answered.append(True)
        try:
            answer = json.loads(line.hear())
            if "value" in answer:
                return decode(answer["value"])
            if "foreign" in answer:
                raise NotData(str(answer["foreign"])[:WHY])
            error = raised(str(answer["raised"]), str(answer["words"]))
        except BaseException as wrong:
            # Not for the tests to see: they may expect exceptions.
            line.end("failed the answer is no data: " + why(wrong))
        raise error

    try:
        namespace = module("tests")
        exec(prompt_alone(told["prompt"]), namespace)
        # Some tests call the function by its name. The prompt's other functions are the prompt's own here, whatever
        # the program makes of them.
        namespace[told["entry_point"]] = candidate
        exec(compile(told["test"], "test", "exec"), namespace)
        check = namespace["check"]
    except BaseException as error:
        line.end("broken " + why(error))
    line.say("ready")
    line.hear()
    try:
        check(candidate)
    except BaseException as error:
        line.end("failed " + why(error))
    line.end("passed")


def main():
    line = Line()
    try:
        stay_one_process()
    except Exception as error:
        line.end("broken " + why(error))
    line.leave_standard_files()
    # The same program gets the same verdict each time; hashes are fixed by PYTHONHASHSEED.
    random.seed(0)
    {"program": run_program, "tests": run_tests}[sys.argv[1]](line)


main()
