package org.autorl.runner.summary

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class ShownSpec extends Specification {
  @TempDir Path folder

  private Shown of(List<String> lines) {
    def file = folder.resolve('trajectory.jsonl')
    file.toFile().setText(lines.collect { it + '\n' }.join(), 'UTF-8')
    Shown.of(file)
  }

  def "steps are numbered as the site numbers them: what is no object is no step"() {
    given:
    def shown = of(['{"kind":"call"}', 'no JSON', '[1]', '{"text":"two"}', '{"text":"' + 'x' * (1 << 20) + '"}', '{"half'])

    expect:
    shown.text() == '[1] {"kind":"call"}\n[2] {"text":"two"}\n'
    shown.steps() == [1, 2] as Set
  }

  def "a long step is shortened, and of many the middle ones are left out"() {
    given:
    def shown = of((1..1000).collect { '{"n":' + it + ',"text":"' + 'x' * 1000 + '"}' })
    def lines = shown.text().readLines()

    expect:
    shown.text().length() < 81_000
    lines[0].startsWith('[1] {"n":1,"text":"xxx') && lines[0].endsWith('x ...')
    lines.last().startsWith('[1000] ')
    lines.findAll { it ==~ /\.\.\. \d+ steps are not shown/ }.size() == 1
    shown.steps().size() == lines.size() - 1
    (1..20).every { it in shown.steps() } && !(500 in shown.steps())
  }
}
