package org.autorl.runner.mirror

import static org.autorl.runner.mirror.FakeIndexes.COMMIT
import static org.autorl.runner.mirror.FakeIndexes.ROWS
import static org.autorl.runner.mirror.FakeIndexes.WEIGHTS
import static org.autorl.runner.mirror.FakeIndexes.sha256

import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Path
import java.time.Instant
import java.time.InstantSource
import org.autorl.runner.gateway.Plain
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class ArtifactMirrorSpec extends Specification {
  static final String TOKEN = '0123456789abcdef'

  @TempDir Path temp
  @AutoCleanup FakeIndexes indexes = new FakeIndexes()
  @AutoCleanup ArtifactMirror mirror = ArtifactMirror.start(
      indexes.mirrors(['acme/exam'] as Set), TOKEN, 0, temp.resolve('trajectory.jsonl'), InstantSource.fixed(Instant.EPOCH))

  private HttpResponse<byte[]> ask(String method, String path, byte[] body = new byte[0], Map<String, String> headers = [:]) {
    def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:${mirror.port()}/$path"))
        .method(method, body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body))
    headers.each { request.header(it.key, it.value) }
    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray())
  }

  private HttpResponse<byte[]> get(String path) {
    ask('GET', "$TOKEN/$path")
  }

  private List<Map> getLines() {
    temp.resolve('trajectory.jsonl').toFile().readLines().collect { Plain.parse(it) as Map }
  }

  def "a policy's file comes through with its commit, and is written down with name, revision and digest"() {
    when:
    def answer = get('hub/acme/tiny/resolve/main/model.safetensors')

    then:
    answer.statusCode() == 200
    answer.body() == WEIGHTS
    answer.headers().firstValue('X-Repo-Commit').get() == COMMIT
    answer.headers().firstValue('X-Xet-Hash').empty
    lines == [[at: '1970-01-01T00:00:00Z', kind: 'artifact', mirror: 'hub', name: 'acme/tiny', file: 'model.safetensors', revision: COMMIT,
               status: 200, bytes: WEIGHTS.length, digest: 'sha256:' + sha256(WEIGHTS)]]

    and: 'the token went to the hub, and not to where it redirects'
    indexes.heard == ['hub GET /acme/tiny/resolve/main/model.safetensors Bearer hf_operator', 'store GET /signed?for=get -']
  }

  def "a file that is not what the hub says is broken off, and nobody has the whole of it"() {
    given:
    indexes.stored = WEIGHTS.clone().tap { it[0] = 0 }

    when:
    get('hub/acme/tiny/resolve/main/model.safetensors')

    then:
    thrown IOException
    lines.size() == 1
    lines[0].bytes < WEIGHTS.length
    lines[0].digest == null
    lines[0].problem == "its SHA-256 is ${sha256(indexes.stored)}, and the index says ${sha256(WEIGHTS)}".toString()
  }

  def "asked for the head of a large file, the mirror says its size and hash without asking the store"() {
    when:
    def answer = ask('HEAD', "$TOKEN/hub/acme/tiny/resolve/main/model.safetensors")

    then:
    answer.statusCode() == 200
    ['X-Linked-Size', 'Content-Length', 'X-Linked-ETag'].collect { answer.headers().firstValue(it).get() } ==
        [WEIGHTS.length.toString(), WEIGHTS.length.toString(), "\"${sha256(WEIGHTS)}\"".toString()]
    answer.headers().firstValue('Location').empty
    indexes.heard.size() == 1
  }

  def "asked for the head of a small file, the mirror says its size, or that nobody knows it: #name"() {
    when:
    def answer = ask('HEAD', "$TOKEN/hub/acme/$name/resolve/main/config.json")

    then:
    [answer.statusCode(), answer.headers().firstValue('Content-Length').orElse('?'), answer.headers().firstValue('X-Error-Message').orElse('-')] == [status, size, why]

    where:
    name   || status | size | why
    'tiny' || 200    | '2'  | '-'
    'mute' || 502    | '?'  | 'the hub does not say how long it is'
  }

  def "a list of files leads on to its next page through the mirror"() {
    expect:
    get('hub/api/models/acme/tiny/tree/main').headers().firstValue('Link').get() ==
        "<http://127.0.0.1:${mirror.port()}/$TOKEN/hub/api/models/acme/tiny/tree/main?cursor=2>; rel=\"next\""
  }

  def "a list of paths is a question, although it is posted"() {
    given:
    def question = '{"paths":["a"]}'.bytes

    expect:
    ask('POST', "$TOKEN/hub/api/models/acme/tiny/paths-info/main", question).body() == question
  }

  def "what the suite asks is not handed out: #path"() {
    when:
    def answer = get(path)

    then:
    answer.statusCode() == 403
    new String(answer.body()) == "`$name` holds items that this suite asks, and is not handed out\n"
    lines*.problem == ["`$name` holds items that this suite asks, and is not handed out".toString()]
    lines*.name == [name]

    where:
    path                                          | name
    'hub/datasets/acme/exam/resolve/main/a.jsonl' | 'datasets/acme/exam'
    'hub/datasets/ACME/Exam/resolve/main/a.jsonl' | 'datasets/ACME/Exam'
    'hub/api/datasets/acme/exam/tree/main'        | 'datasets/acme/exam'
    'hub/datasets/old-name/resolve/main/test.jsonl' | 'datasets/acme/exam'
  }

  def "another data set is handed out"() {
    expect:
    get('hub/datasets/acme/other/resolve/main/a.jsonl').body() == ROWS
  }

  def "the mirror refuses #what"() {
    when:
    def answer = ask(method, path, body.bytes)

    then:
    [answer.statusCode(), new String(answer.body())] == [status, why + '\n']
    indexes.heard.size() == asked

    where:
    what                          | method   | path                                                | body | asked || status | why
    'who has no token'            | 'GET'    | '00/hub/acme/tiny/resolve/main/config.json'         | ''   | 0     || 401    | "the token is not this attempt's"
    'a path without a token'      | 'GET'    | 'simple'                                            | ''   | 0     || 404    | 'the mirror has `/TOKEN/INDEX/...`'
    'an index that is not there'  | 'GET'    | "$TOKEN/npm/left-pad"                               | ''   | 0     || 404    | 'no mirror of `npm` here'
    'search'                      | 'GET'    | "$TOKEN/hub/api/models?search=math"                 | ''   | 0     || 404    | 'the mirror of the hub has files of repositories and facts about one repository'
    'accounts'                    | 'GET'    | "$TOKEN/hub/api/whoami-v2"                          | ''   | 0     || 404    | 'the mirror of the hub has files of repositories and facts about one repository'
    'uploads'                     | 'PUT'    | "$TOKEN/hub/acme/tiny/resolve/main/x"               | 'x'  | 0     || 405    | 'the mirror is read, with GET, HEAD or, for a list of paths, POST'
    'commits'                     | 'POST'   | "$TOKEN/hub/api/models/acme/tiny"                   | 'x'  | 0     || 405    | 'a hub is read here, never written'
    'a circle'                    | 'GET'    | "$TOKEN/hub/acme/loop/resolve/main/f"               | ''   | 6     || 502    | 'more than 5 redirects'
    'where no one may go'         | 'GET'    | "$TOKEN/hub/acme/odd/resolve/main/f"                | ''   | 1     || 502    | 'the hub redirects to what is not handed out'
    'the list of all packages'    | 'GET'    | "$TOKEN/python/simple/"                             | ''   | 0     || 404    | 'the mirror of the package index has `simple/PROJECT/` and the files that it lists'
    'a package that is not there' | 'GET'    | "$TOKEN/python/simple/nothing/"                     | ''   | 1     || 404    | 'the index answers 404 for `nothing`'
    'a file that nobody listed'   | 'GET'    | "$TOKEN/python/files/${'a' * 64}/evil-1.0.zip"      | ''   | 0     || 404    | 'no page of the index has listed `evil-1.0.zip` so far'
  }

  def "a path that climbs or is an address gets nowhere: #path"() {
    expect:
    get("hub/$path").statusCode() == 400
    indexes.heard == []

    where:
    path << ['acme/tiny/resolve/main/%2e%2e/x', 'http://127.0.0.1:1/a/resolve/main/x', 'acme/tiny/resolve/main/a%5cb']
  }

  def "what the hub says of a mistake reaches its client"() {
    when:
    def answer = get('hub/acme/none/resolve/main/config.json')

    then:
    answer.statusCode() == 404
    answer.headers().firstValue('X-Error-Code').get() == 'RepoNotFound'
  }

  def "an index that cannot be reached is told"() {
    given:
    indexes.close()

    expect:
    get('hub/acme/tiny/resolve/main/config.json').statusCode() == 502
  }

  def "packages are listed with links of the mirror, and come with their version and digest"() {
    given:
    def wheel = 'a wheel'.bytes
    indexes.wheels['tiny_package-1.2.0-py3-none-any.whl'] = wheel

    when:
    def page = new String(get('python/simple/Tiny.Package/').body())
    def file = get("python/files/${sha256(wheel)}/tiny_package-1.2.0-py3-none-any.whl")

    then:
    page == """\
      <!DOCTYPE html>
      <html><head><title>Links for tiny-package</title></head><body>
      <a href="../../files/${sha256(wheel)}/tiny_package-1.2.0-py3-none-any.whl#sha256=${sha256(wheel)}" data-requires-python="&gt;=3.8">tiny_package-1.2.0-py3-none-any.whl</a><br>
      </body></html>
      """.stripIndent()
    file.body() == wheel
    lines.collect { [it.name, it.file, it.revision, it.digest] } ==
        [['tiny-package', null, null, 'sha256:' + sha256(page.bytes)], ['tiny-package', 'tiny_package-1.2.0-py3-none-any.whl', '1.2.0', 'sha256:' + sha256(wheel)]]
  }

  def "a package that is not what was listed is not handed out"() {
    given:
    indexes.wheels['tiny_package-1.2.0.tar.gz'] = 'good'.bytes
    get('python/simple/tiny-package/')
    indexes.wheels['tiny_package-1.2.0.tar.gz'] = 'evil'.bytes

    when:
    def answer = get("python/files/${sha256('good'.bytes)}/tiny_package-1.2.0.tar.gz")

    then:
    answer.statusCode() == 502
    new String(answer.body()) == lines.last().problem + '\n'
    lines.last().bytes == 0
    lines.last().problem == "its SHA-256 is ${sha256('evil'.bytes)}, and the index says ${sha256('good'.bytes)}".toString()
  }

  def "the version of #file is #version"() {
    expect:
    PythonShelf.version(file).orElse('?') == version

    where:
    file                                               || version
    'torch-2.7.1-cp311-cp311-manylinux_2_28_x86_64.whl' || '2.7.1'
    'a_b-1.0rc1-2-py3-none-any.whl'                    || '1.0rc1'
    'zope.interface-5.0.tar.gz'                        || '5.0'
    'with-dash-0.1+cu12.zip'                           || '0.1+cu12'
    'README'                                           || '?'
  }
}
