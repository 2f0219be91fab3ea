package org.autorl.site

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class ModelSummarySpec extends Specification {
    @TempDir
    Path folder

    /** The attempt's page of a run with this summary. */
    private String page(String summary) {
        def run = folder.resolve('runs/r1')
        RunFolderFixture.write(run)
        def attempt = run.resolve('word-problems/seed-11')
        attempt.resolve('model-summary.json').toFile().setText(summary, 'UTF-8')
        SiteFixture.render(folder.resolve('runs'), folder.resolve('out'))
        folder.resolve('out/runs/r1/word-problems/seed-11/index.html').toFile().getText('UTF-8')
    }

    def "what a model says is marked as such, and each sentence leads to its steps"() {
        given:
        def page = page('{"model":"openai/gpt-5","at":"2026-03-01T10:00:00Z","tokens":12345,"dollars":0.021,"leftOut":2,"sentences":[{"text":"It trained <b>by</b> SFT.","steps":[3,350]}]}')

        expect:
        page.contains('''\
            <section class="card"><h2>In a model's words <span class="mark">checked by nobody</span></h2>
            <p>It trained &lt;b&gt;by&lt;/b&gt; SFT. <small><a href="trajectory-1.html#step-3">step 3</a>, <a href="trajectory-4.html#step-350">step 350</a></small></p>
            <p><small>Written by openai/gpt-5 from the trajectory, 12345 tokens, $0.0210; no part of the score. 2 more of its sentences named no step that it was shown, and were left out. <a href="model-summary.json">model-summary.json</a></small></p>
            </section>
            '''.stripIndent())
        Files.exists(folder.resolve('out/runs/r1/word-problems/seed-11/model-summary.json'))
    }

    def "a summary that cannot be read is told, and costs nothing else"() {
        given:
        def page = page('{"model":"openai/gpt-5"}')

        expect:
        !page.contains("In a model's words")
        page.contains('<h2>Weight lineage</h2>')
        folder.resolve('out/runs/r1/index.html').toFile().text.contains('<li>word-problems, seed 11: model-summary.json: not a ModelSummary: `at` is missing</li>')
    }
}
