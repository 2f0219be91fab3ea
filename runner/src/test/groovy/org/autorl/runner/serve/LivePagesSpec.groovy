package org.autorl.runner.serve

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.EventKind
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class LivePagesSpec extends Specification {
  @TempDir Path temp
  @AutoCleanup Site site
  LiveRun run

  def setup() {
    site = new Site(temp)
    run = new LiveRun(site.runs, 'run-1').held()
  }

  /** The page of the attempt: there is none before the server has looked at the run. */
  private Site.Listener listenToAttempt() {
    site.listen('/live/events').withCloseable { it.event('view', one { true }) }
    site.listen('/live/run-1/sums/seed-11/events')
  }

  private static Closure<Boolean> one(Closure<Boolean> fits) {
    { view -> view.attempts.size() == 1 && fits(view.attempts[0]) }
  }

  def "an open page follows an attempt from its start to its end"() {
    given:
    def tab = site.listen('/live/events')

    when:
    run.begun().spent(agent: [50, 200, 's'], dollars: [0.5, 2, '$'], tokens: [3000, 1_000_000, 'tokens'], submissions: [0, 8, 'submissions'], disk: [1 << 20, 1 << 22, 'bytes'])
    def begun = tab.event('view', one { it.bars })

    then:
    with(begun.attempts[0]) {
      title == 'sums, seed 11'
      link == '/live/run-1/sums/seed-11/'
      agent == 'greedy-tree, driver openai/gpt-5'
      phase == 'the agent works'
      baseline == '5.0 ± 2.5 %'
      best == '–'
      bars == [[kind: 'agent', text: '50 s of 200 s', share: 0.25], [kind: 'dollars', text: '$0.50 of $2.00', share: 0.25],
               [kind: 'tokens', text: '3,000 of 1,000,000', share: 0.003], [kind: 'submissions', text: '0 of 8', share: 0.0],
               [kind: 'disk', text: '1 MiB of 4 MiB', share: 0.25]]
      submissions == []
      page == ''
    }

    when:
    run.received(1, 60)
    def waits = tab.event('view', one { it.submissions })

    then:
    waits.attempts[0].phase == 'grading submission 1'
    waits.attempts[0].submissions == [[number: '1', at: '60 s', score: '–', gain: '', note: 'being graded']]

    when:
    run.graded(1, 20).received(2, 90).refused(2, 'config.json is missing').event(EventKind.Step.SUBMISSION_CHOSEN, [number: 1])
    def graded = tab.event('view', one { it.news == 'submission 1 is chosen' })

    then:
    with(graded.attempts[0]) {
      phase == 'the agent works'
      best == '20.0 ± 2.5 %'
      gain == '+15.0'
      submissions == [[number: '1', at: '60 s', score: '20.0 ± 2.5 %', gain: '+15.0', note: 'chosen'],
                      [number: '2', at: '90 s', score: '–', gain: '', note: 'refused: config.json is missing']]
      drawing == [points: '8,112 592,8', baseline: '112', words: 'Practice scores, the first one first: 20.0']
    }

    when:
    run.log('grpo: step 1\n\u001b[31mgrpo:\u001b[0m step 2, <b>loss</b>\n').trajectory(kind: 'call', method: 'POST', route: '/submit', status: 200)
        .trajectory(kind: 'step', source: 'agent', text: 'I train\nlonger.', calls: [[name: 'Bash', arguments: [:]]])
    def printed = tab.event('view', one { it.log && it.steps.size() == 2 })

    then:
    printed.attempts[0].log == 'grpo: step 1\ngrpo: step 2, <b>loss</b>'
    printed.attempts[0].steps == [[at: '10:00:00', kind: 'call', text: 'POST /submit: 200'], [at: '10:00:00', kind: 'step', text: 'I train longer.; calls Bash']]

    when:
    run.ended(19.5)
    def over = tab.event('view') { it.ended }

    then:
    over.attempts == []
    over.ended == [[text: 'sums, seed 11, greedy-tree', link: '/runs/run-1/sums/seed-11/index.html', note: 'scored, sealed 19.5 ± 2.5 %']]

    cleanup:
    tab?.close()
  }

  def "without a script a page has all that is known when it is asked for, and asks again"() {
    given:
    run.begun().spent(agent: [50, 200, 's']).received(1, 60).graded(1, 20).log('<script>alert(1)</script>\n')
    run.trajectory(kind: 'step', text: '"><img src=x onerror=alert(1)>')
    def tab = listenToAttempt()
    tab.event('view', one { it.steps && it.bars })

    when:
    def answer = site.get(path)

    then:
    answer.statusCode() == 200
    answer.headers().firstValue('content-security-policy').get().contains("script-src 'self'")
    answer.headers().firstValue('content-security-policy').get().contains("connect-src 'self'")
    answer.body().contains('<noscript><meta http-equiv="refresh" content="5"></noscript>')
    answer.body().contains('data-text="best">20.0 ± 2.5 %<')
    answer.body().contains('50 s of 200 s')
    answer.body().contains('&lt;script&gt;alert(1)&lt;/script&gt;')
    answer.body().contains('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;')
    !answer.body().contains('<script>alert') && !answer.body().contains('<img')

    cleanup:
    tab?.close()

    where:
    path << ['/live/', '/live/run-1/sums/seed-11/']
  }

  def "the page of one attempt stays when it ends, and links to its static page"() {
    given:
    run.begun()
    def tab = listenToAttempt()
    tab.event('view', one { it.phase == 'the agent works' })

    when:
    run.ended(19.5)
    def view = tab.event('view', one { it.page })

    then:
    view.attempts[0].page == '/runs/run-1/sums/seed-11/index.html'
    view.attempts[0].phase == 'scored: submission 1 was final'

    cleanup:
    tab?.close()
  }

  def "a run that nobody works on waits to be resumed"() {
    given:
    run.begun()
    def tab = site.listen('/live/events')
    tab.event('view', one { true })

    when: 'the runner ends, and takes its lock along'
    Files.delete(run.folder.lock())
    def view = tab.event('view') { it.waiting }

    then:
    view.attempts == []
    view.waiting == [[text: 'run-1', link: '', note: 'interrupted, 1 of 1 attempts are not over; `autorl resume` goes on']]

    cleanup:
    tab?.close()
  }

  def "a line that is being written waits until it is finished"() {
    given:
    run.begun()
    def whole = run.attempt.ledger().toFile().text
    run.received(1, 60).graded(1, 20)
    def all = run.attempt.ledger().toFile().text
    run.attempt.ledger().toFile().text = all[0..-40]
    def tab = site.listen('/live/events')

    expect:
    with(tab.event('view', one { it.submissions }).attempts[0].submissions) {
      it*.score == ['–']
    }

    when:
    run.attempt.ledger().toFile().text = all

    then:
    tab.event('view', one { it.submissions*.score == ['20.0 ± 2.5 %'] })
    all.startsWith(whole)

    cleanup:
    tab?.close()
  }

  def "the end of a log that is a link, or of an endless line, shows nothing of it"() {
    given:
    def secret = Files.writeString(temp.resolve('secret'), 'secret\n')
    Files.createSymbolicLink(temp.resolve('link'), secret)
    Files.writeString(temp.resolve('long'), 'a\n' + 'x' * 100_000)
    Files.writeString(temp.resolve('wide'), 'a\n' + 'x' * 500 + '\n')

    expect:
    Tail.lines(temp.resolve('link'), 5) == []
    Tail.lines(temp.resolve('missing'), 5) == []
    Tail.lines(temp.resolve('long'), 5) == []
    Tail.lines(temp.resolve('wide'), 5) == ['a', 'x' * 400 + ' …']
    Tail.lines(temp.resolve('wide'), 1) == ['x' * 400 + ' …']
    Tail.lines(secret, 5) == ['secret']
  }

  def "there is no page of #path"() {
    expect:
    site.get(path).statusCode() == 404

    where:
    path << ['/live/run-1/sums/seed-12/', '/live/run-2/sums/seed-11/events', '/live/run-1/sums/seed-11', '/live/x', '/live/run-1/sums/seed-x/', '/live/style.css']
  }

  def "the scripts make text of text alone"() {
    when:
    def scripts = ['live.js', 'reload.js'].collect { site.get("/live/$it").body() }

    then:
    scripts.every { !(it =~ /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|DOMParser/) }
    scripts[0].contains('.textContent = text')
  }
}
