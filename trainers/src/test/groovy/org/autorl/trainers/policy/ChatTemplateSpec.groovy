package org.autorl.trainers.policy

import com.fasterxml.jackson.databind.ObjectMapper
import java.time.Instant
import java.time.InstantSource
import org.autorl.records.Json
import org.autorl.trainers.policy.ChatTemplate.Message
import spock.lang.Specification

/** Templates say what Jinja makes of them (src/test/python/reference_templates.py made the file), and can do no harm. */
class ChatTemplateSpec extends Specification {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse('2026-03-05T07:08:09Z'))
    /** Keeps the order of keys; ours sorts them. */
    static final ObjectMapper JSON = new ObjectMapper()
    static final String CONFIG = '{"bos_token": "<s>", "eos_token": {"content": "</s>", "lstrip": false}, "pad_token": null}'
    static final List<Map> RENDERED = Json.read(ChatTemplateSpec.getResource('/templates/rendered.json').text, List)

    static String render(Map of) {
        def template = ChatTemplate.of(Optional.of(of.template as String), Optional.of(CONFIG)).get()
        template.render(JSON.valueToTree(of.messages), of.add_generation_prompt as boolean, JSON.valueToTree(of.more), CLOCK)
    }

    static String refusal(String template, List<Message> messages = []) {
        try {
            ChatTemplate.of(template).render(messages, true, CLOCK)
            'nothing'
        } catch (IllegalArgumentException e) {
            e.message
        }
    }

    def "a template prints what Jinja prints: #of.name"() {
        expect:
        render(of) == of.text

        where:
        of << RENDERED.findAll { it.containsKey('text') }
    }

    def "what is an error in Jinja is refused: #of.template"() {
        when:
        render(of)

        then:
        thrown(IllegalArgumentException)

        where:
        of << RENDERED.findAll { it.containsKey('error') }
    }

    def "the golden file holds templates and errors"() {
        expect:
        RENDERED.count { it.containsKey('text') } > 80
        RENDERED.count { it.containsKey('error') } > 15
    }

    def "a conversation of roles and texts is rendered"() {
        given:
        def template = ChatTemplate.of('{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}')

        expect:
        template.render([new Message('user', 'Hello'), new Message('assistant', 'Yes?')], false, CLOCK) == '<user>Hello<assistant>Yes?'
        template.render([new Message('user', 'Hello')], true, CLOCK) == '<user>Hello<assistant>'
    }

    def "the template is that of the file, else that of the tokenizer's settings"() {
        expect:
        ChatTemplate.of(Optional.ofNullable(file), Optional.ofNullable(settings)).map { it.render([], true, CLOCK) }.orElse('none') == said

        where:
        file   | settings                                                                                                          || said
        'file' | '{"chat_template": "settings"}'                                                                                   || 'file'
        null   | '{"chat_template": "settings{{ bos_token }}", "bos_token": "<s>"}'                                                || 'settings<s>'
        null   | '{"chat_template": [{"name": "tool_use", "template": "tools"}, {"name": "default", "template": "plain"}]}'        || 'plain'
        null   | '{"chat_template": null}'                                                                                         || 'none'
        null   | '{}'                                                                                                              || 'none'
        null   | null                                                                                                              || 'none'
    }

    def "a list of templates without a default one is refused"() {
        when:
        ChatTemplate.of(Optional.empty(), Optional.of('{"chat_template": [{"name": "rag", "template": "a"}]}'))

        then:
        IllegalArgumentException e = thrown()
        e.message == 'tokenizer_config.json: of the chat templates, none is named `default`; there are [rag]'
    }

    def "a template that is not understood says what and where: #template"() {
        expect:
        refusal(template) == "the chat template cannot be read: $message"

        where:
        template                                        || message
        'a\nb\n{% include "x" %}'                       || 'line 3: no tag `include` here; there are `break`, `continue`, `for`, `generation`, `if`, `macro`, `raw` and `set`'
        '{{ x | xmlattr }}'                             || 'line 1: no filter `xmlattr` here'
        '{{ x is filter }}'                             || 'line 1: no test `filter` here'
        '{% if x %}'                                    || 'line 1: the end of the template stands where `elif` or `else` or `endif` is expected'
        '{{ x'                                          || 'line 1: a tag has no end'
        "{{ 'x }}"                                      || "line 1: a text has no closing '"
        '{# x'                                          || 'line 1: a comment has no end'
        '{{ a b }}'                                     || 'line 1: `b` stands where `}}` is expected'
        '{% break %}'                                   || 'line 1: `break` stands in no loop'
        '{{ $ }}'                                       || 'line 1: `$` is not understood'
        '{{ ' + '(' * 200 + '1' + ')' * 200 + ' }}'     || 'line 1: expressions nest deeper than 100'
        '{% if 1 %}' * 200                              || 'line 1: blocks nest deeper than 100'
        'x' * (1 << 20) + 'x'                           || 'it is longer than 1048576 characters'
    }

    def "a template that does what it must not says what and where: #template"() {
        expect:
        refusal(template) == "the chat template refuses this conversation: $message"

        where:
        template                                                                                      || message
        '{{ raise_exception("No system message.") }}'                                                 || 'line 1: No system message.'
        'a\n{{ messages.getClass() }}'                                                                || 'line 2: what has no value cannot be called'
        '{{ "".class.forName("java.lang.Runtime") }}'                                                 || 'line 1: what has no value has no `forName`'
        '{{ raise_exception.call() }}'                                                                || 'line 1: what has no value cannot be called'
        '{{ "x".__class__.__mro__ }}'                                                                 || 'line 1: what has no value has no `__mro__`'
        '{{ messages.append("x") }}'                                                                  || 'line 1: what has no value cannot be called'
        '{{ 9223372036854775807 + 1 }}'                                                               || 'line 1: `9223372036854775807 + 1` is no number of 64 bits'
        '{% for i in range(100001) %}{% endfor %}'                                                    || 'line 1: `range` has more than 100000 numbers'
    }

    def "a template that goes on without end is stopped: #template"() {
        expect:
        refusal(template) == "the chat template refuses this conversation: $message"

        where:
        template                                                                                                                       || message
        '{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}'                                               || 'it does more than 20000000 steps'
        '{% for i in range(99999) %}{{ "0123456789" * 10 }}{% endfor %}'                                                               || 'it prints more than 4194304 characters'
        '{% set ns = namespace(t="x") %}{% for i in range(99) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}'                              || 'it does more than 20000000 steps'
        '{{ "x" * 999999999 }}'                                                                                                        || 'line 1: it does more than 20000000 steps'
        '{% set ns = namespace(t=[]) %}{% for i in range(60) %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.t }}'                    || 'it does more than 20000000 steps'
        '{% set n = namespace(a=[], b=[]) %}{% for i in range(60) %}{% set n.a = [n.a, n.a] %}{% set n.b = [n.b, n.b] %}{% endfor %}{{ n.a == n.b }}'  || 'it does more than 20000000 steps'
        '{% set ns = namespace(t=[]) %}{% for i in range(9999) %}{% set ns.t = [ns.t] %}{% endfor %}{{ ns.t }}'                        || 'values or macros nest deeper than 100'
        '{% set ns = namespace() %}{% set ns.own = ns %}{{ ns }}'                                                                      || 'values or macros nest deeper than 100'
        '{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}'                                                                              || 'line 1: values or macros nest deeper than 100'
    }
}
