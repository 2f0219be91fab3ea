package org.autorl.site.browser

import groovy.io.FileType
import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.*
import org.autorl.site.RunFolderFixture
import org.autorl.site.Site
import org.autorl.site.SiteFixture

/** Sites that the browser's specs look at, each built once. */
class FixtureSite {
    private static class Whole {
        static final FixtureSite SITE = build('whole') { runs ->
            RunFolderFixture.write(runs.resolve('r1'))
            Crowd.write(runs, 12)
            zoo(runs)
            Files.createDirectories(runs.resolve('torn')).resolve('run.json').toFile().text = 'no <b>json</b>'
        }
    }

    final Path folder

    private FixtureSite(Path folder) {
        this.folder = folder
    }

    /** Every kind of page: runs good and broken, cheaters, what others published, and the real content. */
    static FixtureSite whole() {
        Whole.SITE
    }

    /** A site of the runs that are written into a folder. It stays to be looked at, in target. */
    static FixtureSite build(String name, Closure<?> write) {
        def folder = Path.of('target/sites', name).toAbsolutePath()
        folder.toFile().deleteDir()
        write(Files.createDirectories(folder.resolve('runs')))
        def out = folder.resolve('site')
        SiteFixture.build(new Site([published(folder), folder.resolve('runs')], Path.of('../site/content'), out, Optional.empty(), 2))
        new FixtureSite(out)
    }

    /** What others published; the accepted runs beside it would change the pages with each one that is added. */
    private static Path published(Path folder) {
        def results = folder.resolve('results')
        Path.of('../site/results/published').toFile().eachFile { file ->
            Files.copy(file.toPath(), Files.createDirectories(results.resolve('published')).resolve(file.name))
        }
        results
    }

    Path page(String path) {
        folder.resolve(path)
    }

    /** Paths of all its pages, by name. */
    List<String> pages() {
        def found = []
        folder.toFile().eachFileRecurse(FileType.FILES) { found << folder.relativize(it.toPath()).toString() }
        found.findAll { it.endsWith('.html') }.sort()
    }

    /** The page of each kind that has most on it. A kind is what has one depth, one first folder and, among runs, one name but for numbers. */
    List<String> kinds() {
        pages().groupBy { path ->
            def parts = path.split('/')
            def name = parts.length == 1 || parts[0] == 'runs' ? parts[-1].replaceAll(/\d+/, 'N') : ''
            [parts.length, parts[0] == parts[-1] ? '' : parts[0], 'submissions' in parts ? 'submission' : name]
        }.values().collect { same -> same.max { Files.size(page(it)) } }.sort()
    }

    private static void zoo(Path runs) {
        def row = { id, verdict, met, findings -> new CheatRow(id, "The $id", 'Tries it.', 'ledger', 'S1', false, verdict, met, findings, 1.5) }
        def report = new CheatReport('embedded', 'word-problems', 'f' * 64, 'f' * 64, ['the first 20 of 100 practice items'], '0.1.0', Isolation.BUBBLEWRAP,
            new Machine('Linux 6.1', 'Some CPU', 2, Bytes.ofMebibytes(8192), 'JDK 17'), RunFolderFixture.START,
            [row('forge-scores', CheatVerdict.DEFEATED, ['one', 'two', 'three', 'four', 'five'], []), row('read-proc', CheatVerdict.WON, [], ['it had a hidden seed'])])
        Files.createDirectories(runs.resolve('cheats/embedded')).resolve('word-problems.json').toFile().text = Json.pretty(report)
    }
}
