package org.autorl.runner.cli

import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.autorl.runner.serve.LiveRun
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.environment.RestoreSystemProperties

class ServeSpec extends Specification {
  @TempDir Path temp

  private static HttpResponse<String> get(String address) {
    HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
  }

  def "it says in one line where it is, shows what goes on, and ends clean when it is told to end"() {
    given:
    def bench = new Bench(temp)
    new LiveRun(Files.createDirectories(temp.resolve('runs')), 'run-1').held().begun()
    def running = bench.start('serve', '--port', '0', '--out', 'public')
    while (!running.out().text.endsWith('\n') && running.process().alive) {
      Thread.sleep(20)
    }
    def said = running.out().text

    expect:
    said ==~ /http:\/\/127\.0\.0\.1:\d+\/ is the site, and http:\/\/127\.0\.0\.1:\d+\/live\/ what goes on; Ctrl-C ends it\n/

    when:
    def port = (said =~ /:(\d+)/)[0][1]
    def page = get("http://127.0.0.1:$port/live/")

    then:
    page.statusCode() == 200
    page.body().contains('>sums, seed 11<')

    when: 'a page listens, and the reader has seen enough'
    def listening = new Socket(InetAddress.loopbackAddress, port as int)
    listening.outputStream << 'GET /live/events HTTP/1.1\r\nHost: localhost\r\n\r\n'
    assert listening.inputStream.read() == (int) ('H' as char)
    running.process().destroy()
    def ended = running.process().waitFor(30, TimeUnit.SECONDS)

    then:
    ended
    running.process().exitValue() == 143
    running.err().text == ''

    cleanup:
    listening?.close()
    running?.process()?.destroyForcibly()
  }

  def "#what is refused with a hint"() {
    given:
    def taken = new ServerSocket(0, 1, InetAddress.loopbackAddress)
    temp.resolve('file').toFile().text = 'no folder'

    expect:
    new Bench(temp).run((['serve', '--out', 'public'] + arguments.collect { it.replace('TAKEN', "$taken.localPort") }) as String[])
        .with { [status(), err().replace("$taken.localPort", 'TAKEN')] } == [1, message]

    cleanup:
    taken.close()

    where:
    what                    | arguments           || message
    'a port that is taken'  | ['--port', 'TAKEN'] || 'error: port TAKEN is taken\n\nhint: Choose another with `--port`; `--port 0` takes one that is free.\n'
    'a port that is none'   | ['--port', '70000'] || 'error: there is no port 70000\n\nhint: Ports go from 0, any that is free, to 65535.\n'
    'a file of runs'        | ['--runs', 'file']  || 'error: runs cannot be read from file: it is not a folder\n\nhint: Choose another folder with `--runs`.\n'
  }

  def "the site on disk has nothing of the server"() {
    given:
    def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
    def site = new SiteProgram(java, temp.resolve('runs'), temp.resolve('results'), temp.resolve('public'))
    new LiveRun(Files.createDirectories(temp.resolve('runs')), 'run-1').held().begun()

    when:
    site.render()

    then:
    temp.resolve('public/index.html').toFile().text.contains('<title>')
    Files.walk(temp.resolve('public')).filter { it.toString().endsWith('.html') }.noneMatch { it.toFile().text.contains('/live/') }
    !Files.exists(temp.resolve('public/live.js'))
  }

  @RestoreSystemProperties
  def "rendering keeps no classes for later: a JVM that crashes doing so would take the site for failed"() {
    given:
    def archive = temp.resolve('site.jsa')
    System.setProperty('autorl.site.archive', archive.toString())
    def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()

    when:
    new SiteProgram(java, temp.resolve('runs'), temp.resolve('results'), temp.resolve('public')).render()

    then:
    Files.exists(temp.resolve('public/index.html'))
    !Files.exists(archive)
  }

  def "a renderer that is kept renders what has changed, tells what it cannot, and is started again if it was killed"() {
    given:
    def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
    def site = new SiteProgram(java, temp.resolve('runs'), temp.resolve('results'), temp.resolve('public')).resident()
    def runs = Files.createDirectories(temp.resolve('runs'))
    def front = temp.resolve('public/index.html')
    def style = temp.resolve('public/style.css')
    def programs = { ProcessHandle.current().children().toList() }
    def before = programs()

    when:
    site.render()
    def kept = programs() - before
    runs.resolve('run-1').toFile().mkdirs()
    site.render()

    then: 'a folder that is no run is told'
    kept.size() == 1
    programs() - before == kept
    front.toFile().text.contains('run-1')

    when: 'a folder lies where a file belongs'
    Files.delete(style)
    Files.createDirectories(style.resolve('x'))
    site.render()

    then:
    thrown(SiteProgram.Failed)

    when: 'the folder goes, and somebody kills the program'
    Files.delete(style.resolve('x'))
    Files.delete(style)
    kept[0].destroyForcibly()
    kept[0].onExit().get(10, TimeUnit.SECONDS)
    site.render()

    then:
    front.toFile().text.contains('run-1')
    (programs() - before).size() == 1

    when:
    def last = (programs() - before)[0]
    site.close()

    then:
    last.onExit().get(10, TimeUnit.SECONDS)

    cleanup:
    site.close()
  }
}
