package org.autorl.runner.hub

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class DatasetFilesSpec extends Specification {
  static final Repository REPOSITORY = new Repository(Repository.Kind.DATASET, 'a/b', 'a' * 40)
  static final String CARD = '''\
    ---
    license: mit
    configs:
    - config_name: main
      data_files:
      - split: train
        path: main/train-*
      - split: test
        path: [main/test-*, main/more.parquet]
    - config_name: other
      default: true
      data_files:
      - split: train
        path: other/**
    - config_name: one
      data_files: one.csv
    ---
    # Title
    '''.stripIndent()

  static final List<String> PATHS = ['README.md', 'main/train-00000-of-00001.parquet', 'main/test-00000-of-00001.parquet', 'main/more.parquet',
      'other/deep/train.jsonl', 'one.csv', 'script.py']

  @TempDir Path temp

  def "the card says that #of of #config is #found"() {
    given:
    Files.writeString(temp.resolve('README.md'), CARD)

    expect:
    files(PATHS, config, of) == found

    where:
    config  | of             || found
    'main'  | 'train'        || ['main/train-00000-of-00001.parquet']
    'main'  | 'test'         || ['main/more.parquet', 'main/test-00000-of-00001.parquet']
    null    | 'train'        || ['other/deep/train.jsonl']
    'other' | null           || ['other/deep/train.jsonl']
    'one'   | 'train'        || ['one.csv']
    'main'  | 'one.csv'      || ['one.csv']
    null    | 'main/*.parquet' || ['main/more.parquet', 'main/test-00000-of-00001.parquet', 'main/train-00000-of-00001.parquet']
  }

  def "without a card, names say that #of of #config is #found"() {
    expect:
    files(paths, config, of) == found

    where:
    paths                                            | config  | of      || found
    ['train.jsonl', 'test.jsonl.gz', 'x.py']         | null    | 'test'  || ['test.jsonl.gz']
    ['data/train-00000-of-00001-a09b.parquet']       | null    | 'train' || ['data/train-00000-of-00001-a09b.parquet']
    ['main/train.parquet', 'socratic/train.parquet'] | 'main'  | 'train' || ['main/train.parquet']
    ['rows.json']                                    | null    | null    || ['rows.json']
  }

  def "#of of #config is refused in these words"() {
    given:
    if (card) {
      Files.writeString(temp.resolve('README.md'), CARD.replace('      default: true\n'.stripIndent(), card))
    }

    when:
    files(paths, config, of)

    then:
    FetchFailed e = thrown()
    [e.message, e.hint()] == [message, hint]

    where:
    card | paths | config  | of      || message | hint
    'x'  | PATHS | 'third' | 'train' || 'a/b at aaaaaaa has no config `third`' | 'Write `config:` with one of `main`, `other`, `one`.'
    'x'  | PATHS | 'main'  | 'dev'   || 'a/b at aaaaaaa has no split `dev`' | 'Write `of:` with one of `test`, `train`.'
    'x'  | PATHS | 'main'  | null    || 'a/b at aaaaaaa has several splits' | 'Write `of:` with one of `test`, `train`.'
    ''   | ['main/train.parquet', 'socratic/train.parquet'] | null | 'train' || 'a/b at aaaaaaa has such rows in several folders: `main/`, `socratic/`' |
        'Name one with `config:`, or name the file with `of:`.'
    ''   | ['train.jsonl'] | null | 'eval' || 'a/b at aaaaaaa has no rows of `eval`' | 'Its files of rows are `train.jsonl`; `of:` names a split or a file.'
    ''   | ['x.py']        | null | 'eval' || 'a/b at aaaaaaa has no rows of `eval`' | 'It has no files of rows: JSON, JSON lines, CSV or Parquet.'
  }

  private List<String> files(List<String> paths, String config, String of) {
    def listing = new Listing(paths.collect { new RepositoryFile(it, 1, new Checksum(Checksum.Kind.SHA256, 'x')) })
    new DatasetFiles(Optional.ofNullable(config), Optional.ofNullable(of)).of(REPOSITORY, listing, temp)*.path()
  }
}
