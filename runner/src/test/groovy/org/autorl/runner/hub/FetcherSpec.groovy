package org.autorl.runner.hub

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import spock.lang.Specification
import spock.lang.TempDir

class FetcherSpec extends Specification {
  static final Repository GSM8K = new Repository(Repository.Kind.DATASET, 'openai/gsm8k', FakeHub.COMMIT)
  static final String TEST = '{"question":"1 + 1?","answer":"#### 2"}\n' * 40
  static final DatasetFiles TEST_ROWS = new DatasetFiles(Optional.empty(), Optional.of('test'))

  @TempDir Path temp
  FakeHub hub = new FakeHub(['README.md': 'GSM8K', 'test.jsonl': TEST, 'train.jsonl': 'x' * 30])
  List<String> said = new CopyOnWriteArrayList<>()
  List<Duration> waited = []

  def cleanup() {
    hub.close()
  }

  def "what is wanted is fetched at the commit, by way of redirects, and the rest is not"() {
    when:
    def brought = fetcher().fetch(GSM8K, [TEST_ROWS])

    then:
    brought.files()*.path() == ['test.jsonl']
    brought.fetched() == TEST.length() + 'GSM8K'.length()
    brought.folder() == temp.resolve("hub/datasets/openai/gsm8k/$FakeHub.COMMIT/files")
    brought.folder().resolve('test.jsonl').toFile().text == TEST
    hub.asked == [
      "hub /api/datasets/openai/gsm8k/tree/$FakeHub.COMMIT", "hub /datasets/openai/gsm8k/resolve/$FakeHub.COMMIT/README.md", 'content README.md',
      "hub /datasets/openai/gsm8k/resolve/$FakeHub.COMMIT/test.jsonl", 'content test.jsonl',
    ]*.toString()
  }

  def "what is there is not asked for again, with no hub at all"() {
    given:
    fetcher().fetch(GSM8K, [TEST_ROWS])
    hub.close()

    when:
    def brought = fetcher().fetch(GSM8K, [TEST_ROWS])

    then:
    brought.fetched() == 0
    brought.files()*.path() == ['test.jsonl']
  }

  def "a listing of many pages is read to its end"() {
    given:
    hub.perPage = 1

    expect:
    fetcher().fetch(GSM8K, [TEST_ROWS]).files()*.path() == ['test.jsonl']
    hub.asked.count { it.startsWith('hub /api') } == 3
  }

  def "the token goes to the hub and not to where it redirects, and is never said"() {
    when:
    fetcher(Optional.of('hf_secret')).fetch(GSM8K, [TEST_ROWS])

    then:
    hub.asked.every { it.startsWith('hub') == it.endsWith(' with token') }
    said.every { !it.contains('hf_secret') }
  }

  def "other bytes than those that are listed are deleted and refused"() {
    given:
    hub.forged = ['test.jsonl': TEST.replace('2', '3').bytes]

    when:
    fetcher().fetch(GSM8K, [TEST_ROWS])

    then:
    FetchFailed e = thrown()
    e.message ==~ /test.jsonl of openai\/gsm8k at e53f048 is not what the hub lists: it has SHA-256 [0-9a-f]{64}, not SHA-256 [0-9a-f]{64}/
    e.hint() == 'It was deleted. Fetch it again; if that happens twice, do not trust what is in between.'
    files() == ['README.md']
  }

  def "a small file is held to the id that Git gives it"() {
    given:
    hub.forged = ['README.md': 'gsm8K'.bytes]

    when:
    fetcher().fetch(GSM8K, [TEST_ROWS])

    then:
    FetchFailed e = thrown()
    e.message ==~ /README.md of openai\/gsm8k at e53f048 is not what the hub lists: it has Git blob [0-9a-f]{40}, not Git blob [0-9a-f]{40}/
  }

  def "more bytes than are listed are refused"() {
    given:
    hub.forged = ['test.jsonl': (TEST + TEST).bytes]

    when:
    fetcher().fetch(GSM8K, [TEST_ROWS])

    then:
    FetchFailed e = thrown()
    e.message == "test.jsonl of openai/gsm8k at e53f048 is longer than the ${TEST.length()} bytes that the hub lists"
    files() == ['README.md']
  }

  def "a connection that is cut goes on at the byte where it was"() {
    given:
    hub.cutAfter = 600

    when:
    fetcher().fetch(GSM8K, [TEST_ROWS])

    then:
    hub.asked.findAll { it.startsWith('content test') } == ['content test.jsonl', 'content test.jsonl bytes=600-', 'content test.jsonl bytes=1200-']
    waited == [Duration.ofSeconds(1)] * 2
    files() == ['README.md', 'test.jsonl']
  }

  def "a fetch that was killed goes on where it stopped"() {
    given: 'a hub that gives the first bytes and then nothing'
    hub.cutAfter = 100
    def impatient = new Patience(1, Duration.ZERO, Duration.ZERO, { waited << it })
    try {
      new Fetcher(new Store(temp), new HttpHub(hub.address, Optional.empty()), impatient, transfer()).fetch(GSM8K, [TEST_ROWS])
    } catch (FetchFailed e) {
      assert e.message == '`test.jsonl` of openai/gsm8k could not be fetched: the connection was cut after 100 bytes'
      assert e.hint() == 'Try again later; what is there already is kept, and goes on where it stopped.'
    }

    when:
    hub.cutAfter = Integer.MAX_VALUE
    fetcher().fetch(GSM8K, [TEST_ROWS])

    then:
    hub.asked.findAll { it.startsWith('content test') } == ['content test.jsonl', 'content test.jsonl bytes=100-']
    files() == ['README.md', 'test.jsonl']
  }

  def "a busy hub is asked again after #wait"() {
    given:
    hub.first.addAll(answers)

    when:
    fetcher().fetch(GSM8K, [TEST_ROWS])

    then:
    waited == wait*.seconds
    said.findAll { it.contains('again') }*.replace(hub.address.authority, 'HUB') == lines

    where:
    answers                         || wait   | lines
    [[429, 'Retry-After: 3']]       || [3]    | ["the list of files of openai/gsm8k at e53f048: HUB answers 429; again in 3 s"]
    [[503, ''], [500, '']]          || [1, 2] | ["the list of files of openai/gsm8k at e53f048: HUB answers 503; again in 1 s",
                                                 "the list of files of openai/gsm8k at e53f048: HUB answers 500; again in 2 s"]
  }

  def "a hub that answers #status is told as it is"() {
    given:
    hub.first.addAll([[status, '']] * 9)

    when:
    fetcher(Optional.ofNullable(token)).fetch(GSM8K, [TEST_ROWS])

    then:
    FetchFailed e = thrown()
    e.message.replace(hub.address.authority, 'HUB') == message
    e.hint().replace(hub.address.toString(), 'HUB/') == hint

    where:
    status | token || message | hint
    404 | null  || 'the hub has no openai/gsm8k at e53f048' | 'Look for its name and its commits at HUB/datasets/openai/gsm8k.'
    401 | null  || 'the hub gives openai/gsm8k at e53f048 to nobody without a token: it is gated, private, or not there' |
        'Accept its terms at HUB/datasets/openai/gsm8k, then set `HF_TOKEN` to a token of your account.'
    403 | 'hf_x' || 'the hub does not give openai/gsm8k at e53f048 to whose token this is' |
        'Ask for access at HUB/datasets/openai/gsm8k with the account of `HF_TOKEN`.'
    503 | null  || 'the list of files of openai/gsm8k at e53f048 could not be fetched: HUB answers 503' |
        'Try again later; what is there already is kept, and goes on where it stopped.'
  }

  def "a listing with `#path` in it is refused whole"() {
    given:
    hub.listed = [FakeHub.entry('test.jsonl', TEST.bytes), FakeHub.entry(path, 'x'.bytes)]

    when:
    fetcher().fetch(GSM8K, [TEST_ROWS])

    then:
    FetchFailed e = thrown()
    e.message == "openai/gsm8k at e53f048 lists a file that cannot be kept: `$path`"
    files() == []

    where:
    path << ['../x', '/etc/passwd', 'a/../../x', 'a//b', 'C:\\x', '.', 'test.jsonl']
  }

  def "a folder with the hub's paths serves as a hub"() {
    given:
    def folder = Files.createDirectories(temp.resolve("mirror/datasets/openai/gsm8k/resolve/$FakeHub.COMMIT"))
    Files.writeString(folder.resolve('test.jsonl'), TEST)

    when:
    def brought = new Fetcher(new Store(temp), Hub.of([AUTORL_HUB: temp.resolve('mirror').toString()]), Patience.usual(), transfer())
        .fetch(GSM8K, [TEST_ROWS])

    then:
    brought.fetched() == TEST.length()
    brought.folder().resolve('test.jsonl').toFile().text == TEST
  }

  def "a folder that #what is told"() {
    when:
    Files.createDirectories(temp.resolve('mirror'))
    new Fetcher(new Store(temp), Hub.of([AUTORL_HUB: temp.resolve(name).toString()]), Patience.usual(), transfer()).fetch(GSM8K, [TEST_ROWS])

    then:
    FetchFailed e = thrown()
    e.message.replace(temp.toString(), 'TEMP') == message

    where:
    what                    | name     || message
    'is not there'          | 'nobody' || '`AUTORL_HUB` names no hub: TEMP/nobody'
    'lacks the data'        | 'mirror' || 'openai/gsm8k at e53f048 is not in the folder that `AUTORL_HUB` names'
  }

  def "two who fetch the same at once fetch it once"() {
    given:
    def pool = Executors.newFixedThreadPool(4)

    when:
    def brought = (1..4).collect { pool.submit({ fetcher().fetch(GSM8K, [TEST_ROWS]) } as java.util.concurrent.Callable) }*.get()

    then:
    brought.every { it.files()*.path() == ['test.jsonl'] }
    brought*.fetched().findAll().size() == 1
    hub.asked.count { it == 'content test.jsonl' } == 1

    cleanup:
    pool.shutdownNow()
  }

  def "a policy is its settings, its tokenizer and its safetensors, and no code"() {
    given:
    def index = '{"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors"}}'
    def names = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'chat_template.jinja', 'model-1.safetensors', 'model-2.safetensors']
    def other = ['model-3.safetensors', 'pytorch_model.bin', 'modeling_x.py', 'original/model.safetensors']
    hub.files.clear()
    (names + other).each { hub.files[it] = '{}'.bytes }
    hub.files['model.safetensors.index.json'] = index.bytes

    when:
    def brought = fetcher().fetch(new Repository(Repository.Kind.MODEL, 'Qwen/x', FakeHub.COMMIT), [new PolicyFiles()])

    then:
    brought.files()*.path() == (names + 'model.safetensors.index.json').sort()
    brought.folder().toFile().list().sort() == (names + 'model.safetensors.index.json').sort()
  }

  def "a policy #what is refused"() {
    given:
    hub.files.clear()
    there.each { name, text -> hub.files[name] = text.bytes }

    when:
    fetcher().fetch(new Repository(Repository.Kind.MODEL, 'Qwen/x', FakeHub.COMMIT), [new PolicyFiles()])

    then:
    FetchFailed e = thrown()
    e.message == message

    where:
    what                        | there || message
    'of pickled weights'        | ['config.json': '{}', 'tokenizer.json': '{}', 'pytorch_model.bin': 'x'] || 'Qwen/x at e53f048 has no `model.safetensors`'
    'without a tokenizer'       | ['config.json': '{}', 'model.safetensors': 'x'] || 'Qwen/x at e53f048 has no `tokenizer.json`'
    'with a shard from outside' | ['config.json': '{}', 'tokenizer.json': '{}', 'model.safetensors.index.json': '{"weight_map":{"a":"../x.safetensors"}}'] ||
        'model.safetensors.index.json of Qwen/x at e53f048 names no shards: `../x.safetensors` is no safetensors file of the repository'
    'without a shard'           | ['config.json': '{}', 'tokenizer.json': '{}', 'model.safetensors.index.json': '{"weight_map":{"a":"x.safetensors"}}'] ||
        'Qwen/x at e53f048 has no `x.safetensors`'
  }

  private List<String> files() {
    def folder = temp.resolve("hub/datasets/openai/gsm8k/$FakeHub.COMMIT/files").toFile()
    (folder.list() ?: []).sort() as List<String>
  }

  private Fetcher fetcher(Optional<String> token = Optional.empty()) {
    def patience = new Patience(6, Duration.ofSeconds(1), Duration.ofMinutes(10), { waited << it })
    new Fetcher(new Store(temp), new HttpHub(hub.address, token), patience, transfer())
  }

  private Transfer transfer() {
    new Transfer() {
      void begin(String what, long bytes, long there) { said << what }

      void advance(long bytes) {}

      void end() {}

      void say(String line) { said << line }
    }
  }
}
