"""Asks the `evaluate` of a task's own grader what a completion is worth. Standard library, Python 3.9 and newer.

    python3 evaluate.py PROGRAM < {"prompt": ..., "completion": ..., "gold": ..., "fields": {...}}

calls `evaluate(prompt, completion, gold, **fields)`, of the fields only those that `evaluate` takes, and prints the
number that it returns. What the program itself prints goes to standard error.
"""

import importlib.util
import inspect
import json
import os
import sys


def load(path):
    found = importlib.util.spec_from_file_location("grader_program", path)
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module
    found.loader.exec_module(module)
    return module.evaluate


def taken(evaluate, fields):
    """The fields that are arguments of the function beside its first three."""
    parameters = list(inspect.signature(evaluate).parameters.values())
    first = {parameter.name for parameter in parameters[:3]}
    by_name = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    named = {parameter.name for parameter in parameters[3:] if parameter.kind in by_name}
    takes_all = any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters)
    return {name: value for name, value in fields.items() if name not in first and (takes_all or name in named)}


def main():
    answer = os.dup(1)
    os.dup2(2, 1)
    given = json.load(sys.stdin)
    evaluate = load(sys.argv[1])
    worth = evaluate(given["prompt"], given["completion"], given["gold"], **taken(evaluate, given["fields"]))
    os.write(answer, repr(float(worth)).encode())


main()
