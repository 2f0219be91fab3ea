package org.autorl.agents.scaffold

import spock.lang.Specification

class AnswersSpec extends Specification {
  def "an object is found in #what"() {
    expect:
    LooseJson.object(text).get().get('a').asInt() == 1

    where:
    what                        | text
    'plain JSON'                | '{"a": 1}'
    'a fence'                   | 'Sure!\n```json\n{"a": 1}\n```\nAnything else?'
    'the last of two fences'    | '```json\n{"a": 2}\n```\nno:\n```json\n{"a": 1}\n```'
    'words'                     | 'The answer is {"a": 1}, I think.'
    'commas too many'           | '{"a": 1,}'
    'other quotes'              | "{'a': 1}"
    'keys without quotes'       | '{a: 1}'
    'braces that are none'      | 'f(x) { return } then {"a": 1, "b": "}"}'
    'thoughts before'           | '<think>{"a": 2}</think>{"a": 1}'
    'an escaped backslash'      | '{"b": "\\\\", "a": 1}'
  }

  def "there is none in #text"() {
    expect:
    LooseJson.object(text).empty

    where:
    text << ['', 'no', '{', '{"a": ', '{}', '[1]', '{' * 2000]
  }

  def "what is missing in a hypothesis gets a default, what is too much is cut"() {
    when:
    def all = Answers.hypotheses('{"hypotheses": [{"text": "more steps", "change": {"steps": 5, "deep": {"x": 1}}, "scores": {"impact": 99}}, {"reason": "none"}]}')

    then:
    all == [new Hypothesis('more steps', '', '', Optional.empty(), [steps: '5'], Optional.of(new Hypothesis.Scores(5, 10, 5, 5, 5)), Optional.empty())]
    Answers.hypotheses("{\"hypothesis\": {\"text\": \"${'x' * 9000}\"}}")[0].text().size() == 2000
  }

  def "#answer is refused: #why"() {
    when:
    reader(answer)

    then:
    Answers.Unusable e = thrown()
    e.message == why

    where:
    answer                       | reader                            || why
    'no'                         | { Answers.problems(it) }          || 'there is no JSON object in it'
    '{"problems": [{"x": 1}]}'   | { Answers.problems(it) }          || '`problems` has no problem with a `name`'
    '{"hypotheses": "none"}'     | { Answers.hypotheses(it) }        || '`hypotheses` has no hypothesis with a `text`'
    '{"choice": "select"}'       | { Answers.choice(it) }            || '`hypothesis` has no `text`'
    '{"critiques": ["x"]}'       | { Answers.critiques(it, 2) }      || '`critiques` has 1 entries for 2 candidates'
    '{"reuseData": true}'        | { Answers.plan(it) }              || '`steps` is missing'
    '{"accept": true}'           | { Answers.judgement(it) }         || '`observations` is missing'
    'def x = 1'                  | { Answers.script(it) }            || 'there is no script in a fence that begins with ```groovy'
  }

  def "a critique may be a flaw alone; what does not say that it does not fit, fits"() {
    expect:
    Answers.critiques('{"critiques": ["too small", {"flaw": "too long", "fits": false}]}', 2) ==
        [new Rewriting.Critique('too small', true), new Rewriting.Critique('too long', false)]
  }

  def "a plan keeps the data only if it says so"() {
    expect:
    Answers.plan('{"steps": "train longer", "reuseData": true}') == new Hypothesis.Plan('train longer', true)
    Answers.plan('{"steps": "other data"}') == new Hypothesis.Plan('other data', false)
  }

  def "problems may be names alone, or one where a list was asked for"() {
    expect:
    Answers.problems('{"problems": ["slow", "cold"]}')*.name() == ['slow', 'cold']
    Answers.problems('{"problems": {"name": "slow", "source": "TASK"}}') == [new Problem('slow', '', Problem.Source.TASK)]
  }

  def "a script is taken from the last fence, or from a field"() {
    expect:
    Answers.script('```groovy\nold\n```\n```groovy\nnew\n```') == 'new\n'
    Answers.script('```\nnew\n```') == 'new\n'
    Answers.script('{"script": "new"}') == 'new'
    Answers.script('```json\n{"script": "new"}\n```') == 'new'
  }

  def "a script is read before it is run: #why"() {
    expect:
    ScriptCheck.of(script).map { it.message() }.map { it.readLines().first() } == Optional.ofNullable(why)

    where:
    script                                     || why
    'save(p, "x")'                             || null
    'println 1'                                || 'the script saves no policy: `save(policy, "${env.OUTPUT_DIR}/policy")`'
    'save(p, "x"); submit("x")'                || 'the script hands in by itself; it only saves, and is handed in afterwards'
    'save(p, "x"' + '\n)' * 2                  || 'startup failed:'
    'save(' + ' ' * 200_001                    || 'the script has more than 200000 characters'
  }

  def "an annotation that runs code when a script is compiled is not run by the check"() {
    expect:
    ScriptCheck.of('@groovy.transform.ASTTest(value = { System.exit(9) })\ndef x = 1\nsave(p, "x")').empty
  }

  def "a driver map is PHASE=MODEL; #map is refused"() {
    when:
    ScaffoldRun.models(map)

    then:
    IllegalArgumentException e = thrown()
    e.message == "the driver map has $told; write PHASE=MODEL with commas between, with the phases diagnose, propose, critique, rewrite, plan, choose, code, judge"

    where:
    map                  || told
    'propose'            || '`propose`'
    'code=,think=gpt'    || '`code=`, `think=gpt`'
  }

  def "models by phase"() {
    expect:
    ScaffoldRun.models('') == [:]
    ScaffoldRun.models('propose=big, code=a=b') == [(Phase.PROPOSE): 'big', (Phase.CODE): 'a=b']
  }

  def "a scaffold outside of a run says all that it lacks"() {
    when:
    ScaffoldRun.play(Scaffolds.named('gome').get(), [WORKSPACE: '/tmp', OPENAI_BASE_URL: ''], '', java.time.Clock.systemUTC(), { })

    then:
    IllegalArgumentException e = thrown()
    e.message == 'a scaffold works in the workspace of a run with `--driver`; not set: MODEL_PATH, DATA_PATH, GRADING_SERVER_URL, OPENAI_BASE_URL, OPENAI_API_KEY, AUTORL_DRIVER'
  }
}
