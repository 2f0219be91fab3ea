package org.autorl.runner.imports;

import java.util.List;
import java.util.Optional;

/** The data sets of OpenCompass that words of ours state as faithfully as `tasks.groovy` does. */
final class KnownDatasets {
  /** What stands in a configuration is `package.of.datasets.gsm8k.gsm8k_gen_1d7fe4`. */
  private static final String SEPARATORS = "[./]";

  private static final Known GSM8K =
      new Known(
          List.of("gsm8k", "gsm8k_gen", "gsm8k_gen_1d7fe4"),
          "openai/gsm8k",
          6973,
          """
          data huggingFace('openai/gsm8k', config: 'main', licence: 'MIT', revision: 'e53f048856ff4f594e959d75785d2c2d37b678ee') {
              prompt   'Question: {question}\\nLet\\'s think step by step\\nAnswer:'
              answer   'answer', after: '#### ', without: ','
              visible  %d, of: 'train'
              practice 500, of: 'train', after: 6973
              sealed   1319, of: 'test'
          }
          """,
          """
          grader exactMatch {
              follows   'OpenCompass 0.5.1, gsm8k_gen_1d7fe4, greedy for every policy'
              passAt    80
              chatTemplate()
              shots     4
              maxTokens 512
              stop      'Question:'
              answer    lastNumber
          }
          """);

  private static final Known HUMANEVAL =
      new Known(
          List.of("humaneval", "humaneval_gen"),
          "openai/openai_humaneval",
          41,
          """
          data huggingFace('openai/openai_humaneval', licence: 'MIT', revision: '7dce6050a7d6d172f3cc5c32aa97f52fa1a2e544') {
              prompt   'Read this signature and docstring, implement the function in full, and answer with code alone:\\n{prompt}'
              answer   'canonical_solution'
              visible  %d, of: 'test'
              practice 41, of: 'test', after: 41
              sealed   82, of: 'test', after: 82
          }
          """,
          """
          grader unitTests {
              follows   'OpenCompass 0.5.1, humaneval_gen, greedy for every policy'
              metric    'pass@1', '%', higherIsBetter
              passAt    78
              chatTemplate()
              maxTokens 1024
              language  'python'
              timeout   3.seconds
          }
          """);

  private static final List<Known> ALL = List.of(GSM8K, HUMANEVAL);

  /**
   * A data set.
   *
   * @param names that configurations call it
   * @param hub its repository
   * @param visible how many rows an agent can see at most
   */
  record Known(List<String> names, String hub, int visible, String data, String grader) {
    List<String> data(int rows) {
      return data.formatted(rows).lines().toList();
    }
  }

  private KnownDatasets() {}

  static Optional<Known> find(String configured) {
    String[] parts = configured.split(SEPARATORS);
    String name = parts.length == 0 ? "" : parts[parts.length - 1];
    return ALL.stream().filter(known -> known.names().contains(name)).findFirst();
  }

  static List<String> names() {
    return ALL.stream().flatMap(known -> known.names().stream()).toList();
  }
}
