package org.autorl.runner.grading

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.environments.Item
import org.autorl.records.Decoding
import org.autorl.records.Json
import org.autorl.runner.worker.Prompt
import spock.lang.Specification
import spock.lang.TempDir

class PromptsSpec extends Specification {
  static final ITEM = item('Question: 2 + 2?\nAnswer:', '4')
  static final SHOTS = [item('Question: 1 + 1?\nAnswer:', 'It is 2.'), item('Question: 3 - 3?\n', '0')]

  @TempDir Path policy

  static Item item(String prompt, String answer) {
    new Item('an-item', prompt, Json.object().put('answer', answer))
  }

  private Prompts prompts(boolean chat, List<Item> shots) {
    Prompts.of(new Decoding(8, Optional.empty(), 0, 1, Optional.empty(), [], chat, shots.size()), policy, shots)
  }

  def "an item is asked as it is"() {
    expect:
    prompts(false, []).of(ITEM) == new Prompt.Text('Question: 2 + 2?\nAnswer:')
  }

  def "worked examples stand before it, with their answers"() {
    expect:
    prompts(false, SHOTS).of(ITEM) ==
        new Prompt.Text('Question: 1 + 1?\nAnswer: It is 2.\n\nQuestion: 3 - 3?\n0\n\nQuestion: 2 + 2?\nAnswer:')
  }

  def "a policy with a template in #file is asked in a conversation"() {
    given:
    Files.writeString(policy.resolve(file), content)

    expect:
    prompts(true, SHOTS).of(ITEM) == new Prompt.Chat([
      new Prompt.Turn('user', 'Question: 1 + 1?\nAnswer:'), new Prompt.Turn('assistant', 'It is 2.'),
      new Prompt.Turn('user', 'Question: 3 - 3?\n'), new Prompt.Turn('assistant', '0'),
      new Prompt.Turn('user', 'Question: 2 + 2?\nAnswer:')])

    and: 'not for a task that does not say so'
    prompts(false, []).of(ITEM) instanceof Prompt.Text

    where:
    file                    | content
    'chat_template.jinja'   | '{{ messages }}'
    'tokenizer_config.json' | '{"chat_template": "{{ messages }}"}'
  }

  def "a policy without a template (#content) is asked in plain text"() {
    given:
    Files.writeString(policy.resolve('tokenizer_config.json'), content)

    expect:
    prompts(true, []).of(ITEM) instanceof Prompt.Text

    where:
    content << ['{}', '{"chat_template": null}', 'no JSON']
  }
}
