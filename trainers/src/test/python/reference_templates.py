#!/usr/bin/python3
"""Renders chat templates, written for this test, with Jinja itself: the golden file of ChatTemplateSpec.

It needs Debian's python3-jinja2. The environment is set up as transformers documents it for chat templates.

  reference_templates.py OUT.json
"""
import json
import sys

from jinja2 import TemplateError, nodes
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.Scope(body).set_lineno(line)


def refuse(message):
    raise TemplateError(message)


def to_json(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


environment = ImmutableSandboxedEnvironment(
    trim_blocks=True, lstrip_blocks=True, extensions=[Generation, "jinja2.ext.loopcontrols"])
environment.filters["tojson"] = to_json
environment.globals.update(raise_exception=refuse, strftime_now=lambda f: __import__("datetime").datetime(2026, 3, 5, 7, 8, 9).strftime(f))

CHATML = """{% for message in messages %}
    {% if loop.first and message['role'] != 'system' %}
        {{- '<|im_start|>system\\nBe brief.<|im_end|>\\n' }}
    {% endif %}
    {{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}
{% endfor %}
{% if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{% endif %}
"""

LLAMA3 = """{{- bos_token }}
{%- if not date is defined %}
    {%- if strftime_now is defined %}
        {%- set date = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date = "26 Jul 2024" %}
    {%- endif %}
{%- endif %}
{#- The first message may be the system's. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system = messages[0]['content'] | trim %}
    {%- set rest = messages[1:] %}
{%- else %}
    {%- set system = "" %}
    {%- set rest = messages %}
{%- endif %}
<|start_header_id|>system<|end_header_id|>

Today: {{ date }}

{{ system }}<|eot_id|>
{%- for m in rest -%}
    <|start_header_id|>{{ m.role }}<|end_header_id|>

{{ m.content | trim }}<|eot_id|>
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""

THINKING = """{%- if tools %}
    {{- '<|im_start|>system\\n# Tools\\n' }}
    {%- for tool in tools %}
        {{- "\\n" }}
        {{- tool | tojson }}
    {%- endfor %}
    {{- "<|im_end|>\\n" }}
{%- endif %}
{%- set ns = namespace(searching=true, last=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.searching and message.role == "user" and message.content is string and not(message.content.startswith('<result>') and message.content.endswith('</result>')) %}
        {%- set ns.searching = false %}
        {%- set ns.last = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- set content = message.content if message.content is string else '' %}
    {%- if message.role == "assistant" %}
        {%- set thought = '' %}
        {%- if message.thought is defined and message.thought is not none %}
            {%- set thought = message.thought %}
        {%- elif '</think>' in content %}
            {%- set thought = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {{- '<|im_start|>' + message.role + '\\n' }}
        {%- if loop.index0 > ns.last and (loop.last or thought) %}
            {{- '<think>\\n' + thought.strip('\\n') + '\\n</think>\\n\\n' }}
        {%- endif %}
        {%- generation %}
            {{- content + '<|im_end|>' }}
        {%- endgeneration %}
        {%- if message.calls %}
            {%- for call in message.calls %}
                {%- if (loop.first and content) or not loop.first %}{{- '\\n' }}{%- endif %}
                {{- '<call>{"name": "' ~ call.name ~ '", "arguments": ' }}
                {{- call.arguments if call.arguments is string else call.arguments | tojson }}
                {{- '}</call>' }}
            {%- endfor %}
        {%- endif %}
        {{- '\\n' }}
    {%- elif message.role == "tool" %}
        {%- if loop.first or (messages[loop.index0 - 1].role != "tool") %}{{- '<|im_start|>user' }}{%- endif %}
        {{- '\\n<result>\\n' ~ content ~ '\\n</result>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}{{- '<|im_end|>\\n' }}{%- endif %}
    {%- else %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}
{%- endif %}
"""

TURNS = """{{ bos_token }}{% if messages[0]['role'] == 'system' %}{% set rest = messages[1:] %}{% set s = messages[0]['content'] %}{% else %}{% set rest = messages %}{% set s = false %}{% endif %}
{% for m in rest %}
{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('After the system, user and assistant must take turns') }}{% endif %}
{% if loop.index0 == 0 and s != false %}{% set content = '<<SYS>>' + s + '<</SYS>>' + m['content'] %}{% else %}{% set content = m['content'] %}{% endif %}
{{ '[INST] ' + content.strip() + ' [/INST]' if m['role'] == 'user' else ' ' + content.strip() + eos_token }}
{%- endfor %}"""

MACROS = """{%- macro field(name, value, shown=true) -%}
  {{ name }}: {% if shown %}{{ value | tojson(indent=2) }}{% else %}hidden{% endif %};
{%- endmacro -%}
{%- macro all(map) -%}
  {% for key, value in map.items() %}{{ field(key, value, shown=key != 'secret') }}{% if not loop.last %}, {% endif %}{% endfor %}
{%- endmacro -%}
{% set text %}
  The first
{% endset %}
{% for m in messages if m.role != 'system' %}
{% if loop.index > 2 %}{% break %}{% endif %}
{% if m.content is not string %}{% continue %}{% endif %}
{{ loop.index }}/{{ loop.length }} {{ all(m) }} {{ text | trim | upper }}
{% else %}
nothing
{% endfor %}
"""

SYSTEM = {"role": "system", "content": "  You say \"no\" & <more>.\n"}
USER = {"role": "user", "content": " Wie gef\u00e4llt's? \U0001f600\n\nsecond  "}
BOT = {"role": "assistant", "content": "<think>\nhm\n</think>\n\nGut."}
TALK = [SYSTEM, USER, BOT, {"role": "user", "content": "Again"}]
TOOLS = [{"type": "function", "function": {"name": "add", "parameters": {"a": {"type": "number", "enum": [1, 2.5, None, True]}}}}]
USES = [USER, {"role": "assistant", "content": "", "calls": [{"name": "add", "arguments": {"a": 1, "b": "x"}}, {"name": "b", "arguments": "{}"}]},
        {"role": "tool", "content": "3"}, {"role": "tool", "content": "4"}, {"role": "assistant", "content": "It is 3.", "thought": "easy"}]

CONVERSATIONS = {"talk": TALK, "one question": [USER], "question and answer": [USER, BOT], "two questions": [USER, USER],
                 "uses of tools": USES, "nothing said": [SYSTEM]}

SMALL = [
    "  {% if true %}\n  x\n  {% endif %}\ny", "a {%- if true -%} b {%- endif -%} c\n\n", "a\n  {%+ if true %}b{% endif +%}\nc",
    "{# one #}\n  {# two #}  \nx{#- three -#}  y\n", "{% raw %}{{ x }}{% endraw %}\n{%- raw -%} {% y %} {%- endraw -%} z",
    "{{ messages[-1].content }}{{ messages[99] }}{{ messages[0].zzz }}|{{ messages[0]['zzz'] is defined }}",
    "{% for m in messages[1:3] %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.last }}{{ loop.previtem is defined }}{% endfor %}",
    "{{ 'abcdef'[1:4] }}{{ 'abcdef'[::-2] }}{{ 'abcdef'[-2:] }}{{ [1,2,3,4][:-1] }}{{ [1,2,3][5:] }}{{ 'abc'[-9:2] }}",
    "{{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** 10 }} {{ -2 ** 2 }} {{ 1 + 2 * 3 }} {{ 'a' * 3 }} {{ 4 / 2 }} {{ 1e3 }} {{ 7.5 // 2 }}",
    "{{ 'a' ~ 1 ~ none ~ true ~ 1.5 }}", "{{ [1, 'a', none, true, 2.0, {'k': \"it's\"}] }} {{ (1, 2) | list }} {{ {} }} {{ [] }} {{ '' }}",
    "{{ 1 < 2 < 3 }} {{ 3 > 2 > 2 }} {{ 'a' < 'b' }} {{ 1 == 1.0 }} {{ 'x' in 'xyz' }} {{ 1 not in [1] }} {{ 'role' in messages[0] }} {{ not 1 == 2 }}",
    "{{ (none or 'x') ~ ('' and 'y') ~ (0 or []) }}", "{{ 'yes' if messages else 'no' }}{{ 'gone' if false }}",
    "{% set x = 1 %}{% for i in [1, 2] %}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}",
    "{% set ns = namespace(n=0) %}{% for i in range(2, 9, 3) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}",
    "{% if x is not defined %}{% set x = 'made' %}{% endif %}{{ x }}",
    "{{ ' a b  c '.split() }} {{ 'a,b,,c'.split(',') }} {{ 'a,b,c'.split(',', 1) }} {{ 'l1\\nl2'.splitlines() }}",
    "{{ 'xxaxx'.strip('x') }} {{ 'xxaxx'.lstrip('x') }} {{ 'xxaxx'.rstrip('x') }} {{ ' a '.strip() }}|{{ 'ab'.startswith(('x', 'a')) }} {{ 'ab'.endswith('b') }}",
    "{{ 'aXb'.lower() }} {{ 'ab cd'.title() }} {{ 'aBC'.capitalize() }} {{ 'aaa'.replace('a', 'b', 2) }} {{ '-'.join(['a', 'b']) }} {{ 'hello'.find('l') }} {{ 'hello'.count('l') }}",
    "{{ messages | map(attribute='role') | join(', ') }} {{ messages | selectattr('role', 'equalto', 'user') | list | length }} {{ messages | rejectattr('role', 'in', ['user']) | map(attribute='role') | list }}",
    "{{ [3, 1, 2] | sort }} {{ ['b', 'A'] | sort }} {{ [1, 2, 1] | unique | list }} {{ [1, 2] | sum }} {{ [1, 5, 2] | max }} {{ [4, 2] | min }} {{ [1, 2, 3] | reverse | list }} {{ [0, 1, 2] | select | list }}",
    "{{ 'a' | default('b') }} {{ nope | default('b') }} {{ '' | default('b', true) }} {{ nope | default }} {{ none | d('x') }}",
    "{{ '3' | int + 1 }} {{ 'x' | int }} {{ 3.7 | int }} {{ '2.5' | float }} {{ 3 | float }} {{ -3 | abs }} {{ 5 | string ~ '!' }}",
    "{{ [1, 2] | first }} {{ [1, 2] | last }} {{ 'abc' | first }} {{ 'abc' | length }} {{ messages | count }}",
    "{{ ({'b': 1, 'a': 2} | dictsort)[0][1] }} {{ ({'b': 1} | items | list)[0] | join(' ') }} {{ messages[0].get('name', 'unnamed') }} {{ messages[0].keys() | list }} {{ messages[0].get('x') }}",
    "{{ {'a': [1, 2.5, none, true, 'x\\n\"\u00e9'], 'b': {}, 'c': []} | tojson }} {{ {'a': [1, {}], 'b': {'c': []}} | tojson(indent=4) }}",
    "{{ 1 is number }} {{ 1 is integer }} {{ 1.0 is float }} {{ true is boolean }} {{ 'a' is string }} {{ messages is iterable }} {{ messages[0] is mapping }} {{ 3 is odd }} {{ 4 is divisibleby 2 }} {{ none is none }} {{ nope is undefined }} {{ 2 is in [1, 2] }} {{ 2 is eq 2 }} {{ false is false }} {{ messages is sequence }} {{ 1 is not string }}",
    "{% for k, v in messages[0].items() %}{{ k }}={{ v | trim }};{% endfor %}", "{% for a, b in [[1, 2], [3, 4]] %}{{ a }}{{ b }}{% endfor %}",
    "{% set a, b = 1, 'x' %}{{ a }}{{ b }}{% set c %}  in {{ a }}{% endset %}[{{ c }}]{% set d | upper %}q{% endset %}{{ d }}",
    "{% for i in [1, 2, 3] %}{% for j in [1, 2] %}{{ loop.index }}{% if j == 1 and i == 2 %}{% break %}{% endif %}{% endfor %}-{{ loop.index }};{% endfor %}",
    "{{ 'line\\nnext\\n\\nlast' | indent(2) }}|{{ 'x\\ny' | indent(3, true) }}", "{{ \"it's\" }} {{ 'a\\tb\\\\c\\'d' }} {{ 'a' 'b' }} {{ '\\u00e9' }}",
    "{{ strftime_now('%Y-%m-%d %H:%M:%S %A %a %B %b %d %j %y %I %p %%') }}", "{{ messages[0].role.upper() }} {{ messages | length > 1 and true }} {{ -messages | length if false else 'ok' }}",
    "{%- for m in messages %}\n{{ m.role }}\n\n{%- endfor %}\n\nend\n\n", "\n\n  {{ 'x' }}\n  {% set y = 1 %}  \n\tz", "{{ loop is defined }}{{ dict(a=1)['a'] }}{{ dict({'b': 2}, c=3) }}",
    "{{ cycle }}{% for i in range(4) %}{{ loop.cycle('a', 'b') }}{% endfor %}", "{{ messages[0].content.split('s')[-1].lstrip('\\n').startswith('a') }}",
    # What is an error in Jinja is one here.
    "{{ nope.attribute }}", "{{ nope['key'] }}", "{{ 1 / 0 }}", "{{ 'a' + 1 }}", "{{ raise_exception('told so') }}", "{{ 'x'.getClass() }}", "{{ messages.append(1) }}",
    "{{ nope() }}", "{% if true %}", "{{ 1 + }}", "{% endfor %}", "{{ 'a' | nofilter }}", "{% nosuchtag %}", "{{ 'open", "{% for x in 5 %}{% endfor %}", "{{ [1] < ['a'] }}",
    "{% set messages.x = 1 %}", "{{ range(1000000) }}", "{{ 'a' is nosuchtest }}",
]


def cases():
    for name, template in {"chatml": CHATML, "llama3": LLAMA3, "thinking": THINKING, "turns": TURNS}.items():
        for said, messages in CONVERSATIONS.items():
            for prompt in [True, False]:
                more = {"tools": TOOLS, "enable_thinking": False} if said == "uses of tools" and prompt else {}
                yield "%s, %s%s" % (name, said, ", prompt" if prompt else ""), template, messages, prompt, more
    yield "macros", MACROS, [dict(m, secret="s") for m in TALK], False, {}
    yield "macros, nothing", MACROS, [SYSTEM], False, {}
    for i, template in enumerate(SMALL):
        yield "small %d" % i, template, TALK, True, {}


def main(out):
    result = []
    for name, template, messages, prompt, more in cases():
        case = {"name": name, "template": template, "messages": messages, "add_generation_prompt": prompt, "more": more}
        values = {"bos_token": "<s>", "eos_token": "</s>", "tools": None, "documents": None, **more}
        try:
            case["text"] = environment.from_string(template).render(messages=messages, add_generation_prompt=prompt, **values)
        except Exception as error:  # any error of Jinja or of Python: ours must refuse too
            case["error"] = str(error)
        result.append(case)
    with open(out, "w", encoding="utf-8") as file:
        json.dump(result, file, ensure_ascii=False, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
