package org.autorl.runner.serve

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.EventKind
import org.autorl.runner.api.RawSocket
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class SiteServerSpec extends Specification {
  @TempDir Path temp
  @AutoCleanup Site site

  def setup() {
    site = new Site(temp)
  }

  private int answered(String path) {
    RawSocket.ask(site.port(), "GET $path HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").status
  }

  def "a page of the site is served with a script more, and the file is as it was"() {
    when:
    def answer = site.get('/')
    def tag = answer.headers().firstValue('etag').get()[1..-2]

    then:
    answer.statusCode() == 200
    answer.body() == Site.page('one').replaceFirst(/<meta[^>]*>\n/, '').replace('</head>', "<script src=\"/live/reload.js\" data-tag=\"$tag\" defer></script>\n</head>")
    answer.headers().firstValue('content-security-policy').get() == "$Site.POLICY; connect-src 'self'; frame-ancestors 'none'"
    answer.headers().firstValue('x-content-type-options').get() == 'nosniff'
    answer.headers().firstValue('content-type').get() == 'text/html;charset=utf-8'
    site.out.resolve('index.html').toFile().text == Site.page('one')
  }

  def "#name is served as #type"() {
    given:
    Files.writeString(site.out.resolve(name), 'content')

    expect:
    with(site.get("/$name")) {
      statusCode() == 200
      body() == 'content'
      headers().firstValue('content-type').get() == type
      headers().firstValue('content-security-policy').get().startsWith("default-src 'none'; style-src 'self'; img-src")
      headers().firstValue('x-content-type-options').get() == 'nosniff'
    }
    with(site.get("/$name", 'HEAD')) {
      statusCode() == 200
      body() == ''
      headers().firstValue('content-length').get() == '7'
    }

    where:
    name           || type
    'style.css'    || 'text/css;charset=utf-8'
    'board.js'     || 'text/javascript;charset=utf-8'
    'index.json'   || 'application/json'
    'ledger.jsonl' || 'text/plain;charset=utf-8'
    'chart.svg'    || 'image/svg+xml'
    'unknown.bin'  || 'application/octet-stream'
    'no-ending'    || 'application/octet-stream'
  }

  def "what is not the site's own is not served: #path"() {
    given:
    Files.writeString(temp.resolve('secret.txt'), 'secret')
    Files.writeString(site.out.resolve('.hidden'), 'secret')
    Files.writeString(Files.createDirectories(site.out.resolve('.git')).resolve('config'), 'secret')
    Files.createSymbolicLink(site.out.resolve('link.txt'), temp.resolve('secret.txt'))
    Files.createSymbolicLink(site.out.resolve('way'), temp)
    Files.writeString(site.out.resolve('plain.txt'), 'plain')

    expect:
    answered(path) == status
    answered("/plain.txt") == 200

    where:
    path                           || status
    '/../secret.txt'               || 400
    '/..%2fsecret.txt'             || 400
    '/%2e%2e/secret.txt'           || 400
    '/%2e%2e%2fsecret.txt'         || 400
    '/x/..%2f..%2fsecret.txt'      || 400
    '/..%5csecret.txt'             || 400
    '/%2fetc/passwd'               || 400
    '//etc/passwd'                 || 400
    '/plain.txt%00.html'           || 400
    '/.hidden'                     || 404
    '/.git/config'                 || 404
    '/link.txt'                    || 404
    '/way/secret.txt'              || 404
    '/missing.html'                || 404
    '/plain.txt/'                  || 404
    '/live/../plain.txt'           || 200
  }

  def "a folder without its slash leads to the folder"() {
    given:
    Files.writeString(Files.createDirectories(site.out.resolve('runs/a')).resolve('index.html'), Site.page('run'))

    expect:
    with(site.get('/runs/a')) {
      statusCode() == 302
      headers().firstValue('location').get() == '/runs/a/'
    }
    site.get('/runs/a/').body().contains('run')
  }

  def "a request for the host #host gets #status"() {
    expect:
    RawSocket.ask(site.port(), "GET / HTTP/1.1\r\nHost: $host\r\nConnection: close\r\n\r\n").status == status

    where:
    host                    || status
    'localhost'             || 200
    'localhost:9000'        || 200
    'LOCALHOST:8000'        || 200
    '127.0.0.1:8000'        || 200
    '[::1]:8000'            || 200
    'evil.example'          || 421
    'evil.example:8000'     || 421
    'localhost.evil.example' || 421
    '127.0.0.1.evil.example' || 421
    '0.0.0.0:8000'          || 421
  }

  def "a request without a host, or with two, gets no page"() {
    expect:
    RawSocket.ask(site.port(), "GET / HTTP/1.0\r\n\r\n").status == 421
    RawSocket.ask(site.port(), "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n").status == 400
    RawSocket.ask(site.port(), "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 400
  }

  def "#method is refused, and what there is is said"() {
    expect:
    with(site.get('/', method)) {
      statusCode() == 405
      headers().firstValue('allow').get() == 'GET, HEAD'
    }

    where:
    method << ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']
  }

  def "a page from elsewhere may link here, and may not ask for anything itself"() {
    expect:
    RawSocket.ask(site.port(), "GET /live/events HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: $from\r\nSec-Fetch-Mode: $mode\r\nConnection: close\r\n\r\n".replace('/live/events', path)).status == status

    where:
    from          | mode       | path           || status
    'cross-site'  | 'cors'     | '/live/events' || 403
    'cross-site'  | 'no-cors'  | '/'            || 403
    'cross-site'  | 'navigate' | '/'            || 200
    'same-origin' | 'cors'     | '/'            || 200
  }

  def "a page that is open hears that the site was rendered anew, and can tell by the tag whether it has changed"() {
    given:
    def run = new LiveRun(site.runs, 'run-1').held()
    def page = site.listen('/live/builds')
    page.event('site')
    def before = site.get('/', 'HEAD').headers().firstValue('etag').get()

    when: 'the ledger gets a line'
    site.front = 'two'
    run.begun()
    page.event('site') { site.get('/').body().contains('two') }

    then:
    site.get('/', 'HEAD').headers().firstValue('etag').get() != before

    cleanup:
    page?.close()
  }

  def "what an agent prints and spends is no reason to render"() {
    given:
    def run = new LiveRun(site.runs, 'run-1').held().begun()
    def look = new Look([site.runs], [])
    def before = look.once().stamp()

    when:
    run.log('step 1\n').trajectory(kind: 'call', method: 'GET', route: '/time', status: 200).spent(agent: [10, 200, 's'])

    then:
    look.once().stamp() == before

    when:
    run.received(1, 10)

    then:
    look.once().stamp() != before
  }

  def "a site that cannot be rendered stays as it was, says so, and is rendered again at the next change"() {
    given:
    def page = site.listen('/live/events')
    def run = new LiveRun(site.runs, 'run-1').held()
    site.failure = new IOException('no room')

    when:
    run.begun()
    def view = page.event('view') { it.problems }

    then:
    view.problems == [[text: 'the site', link: '', note: 'no room']]
    site.said.toSet() == ['the site is as it was: no room'] as Set
    site.get('/').body().contains('one')

    when:
    site.failure = null
    run.received(1, 10)

    then:
    page.event('view') { !it.problems }

    cleanup:
    page?.close()
  }

  def "folders that are broken are told, and hold nothing else up"() {
    given:
    def page = site.listen('/live/events')
    new LiveRun(site.runs, 'good').held().begun()
    Files.writeString(Files.createDirectories(site.runs.resolve('bad')).resolve('run.json'), 'half a rec')
    new LiveRun(site.runs, 'worse').held().begun().with { it.attempt.ledger().toFile().text = 'no ledger\n' }
    Files.createDirectories(site.runs.resolve('blobs/13'))
    Files.writeString(site.runs.resolve('stray.txt'), 'stray')

    when:
    def view = page.event('view') { it.problems.size() == 2 && it.attempts.size() == 2 }

    then:
    view.attempts*.run == ['good', 'worse']
    view.problems*.text == ['bad', 'worse, sums, seed 11']
    view.problems[0].note.startsWith('run.json: not a RunRecord: Unrecognized token')
    view.problems[1].note == 'line 1 of its ledger is none'

    cleanup:
    page?.close()
  }

  def "open pages hold no thread, and the oldest go when there are too many"() {
    when: 'more than the server has threads, and more than it keeps'
    def pages = (1..Streams.MOST + 3).collect {
      def page = site.listen('/live/builds')
      page.event('site')
      page
    }

    then:
    site.listening() == Streams.MOST
    pages.take(3).every { it.ends() }
    site.get('/').statusCode() == 200

    when:
    site.close()

    then: 'the others end with the server'
    pages.drop(3).every { it.ends() }

    cleanup:
    pages*.close()
  }

  def "a port that is taken is said"() {
    when:
    SiteServer.start(new SiteServer.Plan([], [], temp, site.port(), java.time.Duration.ofMillis(20)), {} as Renderer, java.time.InstantSource.system(), {})

    then:
    thrown(BindException)
  }
}
