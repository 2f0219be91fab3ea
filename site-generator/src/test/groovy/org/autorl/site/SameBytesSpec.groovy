package org.autorl.site

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Json
import org.autorl.site.read.Memory
import org.autorl.site.browser.FixtureSite
import spock.lang.Specification
import spock.lang.TempDir

/** The same run folders give the same bytes: whoever made them in whatever order, with however many threads, at once or bit by bit. */
class SameBytesSpec extends Specification {
    @TempDir
    Path folder

    Map<String, String> site(String name, Path runs, int threads, Memory memory = new Memory(Optional.empty())) {
        def out = folder.resolve(name)
        new Site([runs], Path.of('../site/content'), out, Optional.of('https://board.example/'), threads).build(memory)
        def all = [:]
        out.toFile().eachFileRecurse(groovy.io.FileType.FILES) { all[out.relativize(it.toPath()).toString()] = it.bytes.md5() }
        all
    }

    def "in another order, with other threads and bit by bit it comes to the same (draw #seed)"() {
        given: 'some sound runs and some broken ones'
        def random = new Random(seed)
        def made = folder.resolve('made')
        Workload.write(made, 30, 2)
        def names = made.toFile().list().toList().sort()
        Collections.shuffle(names, random)
        def torn = names.take(3)
        torn.each { made.resolve(it).resolve('run.json').toFile().text = '{"id":' }
        def suite = made.resolve(names[4]).resolve('suite.json').toFile()
        suite.text = suite.text.replace('Improve the base policy', 'Spoil the base policy')
        def runs = folder.resolve('runs')
        Files.createDirectories(runs.resolve('changes'))
        def state = Optional.of(folder.resolve('state'))

        when: 'they arrive in an order of their own, and the site is made now and then, by a program that is sometimes started anew, and sometimes stopped before it has saved what it knows; one goes, one comes back changed, and of two scores that are withdrawn one counts again'
        Collections.shuffle(names, random)
        def memory = new Memory(state)
        names.each { name ->
            copy(made.resolve(name), runs.resolve(name))
            if (random.nextInt(4) == 0) {
                site('bits', runs, 2, memory)
                if (random.nextInt(3) > 0) {
                    memory.save()
                }
                if (random.nextInt(3) == 0) {
                    memory = new Memory(state)
                }
            }
        }
        def log = runs.resolve(names[5]).toFile()
        log.eachFileRecurse { if (it.name == 'trajectory.jsonl') { it.append('{"kind":"step","text":"later"}\n'); it.setLastModified(random.nextInt(1 << 30) * 1000L) } }
        withdraw(runs, names[7])
        withdraw(runs, names[8])
        site('bits', runs, 2, memory)
        runs.resolve(names[6]).toFile().deleteDir()
        runs.resolve("changes/${names[8]}.json").toFile().delete()
        def bits = site('bits', runs, 2, memory)
        memory.save()

        then:
        bits.size() > 200
        names[7] in torn || folder.resolve("bits/runs/${names[7]}/index.html").toFile().text.contains('<span class="mark">withdrawn</span>')
        site('one', runs, 1) == bits
        site('many', runs, 7) == bits
        site('one', runs, 3, new Memory(state)) == bits

        where:
        seed << [1, 2, 3, 4]
    }

    def "runs with several tasks come to the same when nothing has changed"() {
        given: 'what is known of the boards is kept by the first, and taken by the second'
        def runs = FixtureSite.whole().folder.resolveSibling('runs')
        def state = Optional.of(folder.resolve('state'))
        def memory = new Memory(state)
        def first = site('kept', runs, 2, memory)
        memory.save()

        expect:
        first.keySet().count { it.startsWith('tasks/') && it.endsWith('.html') } > 1
        site('kept', runs, 2, new Memory(state)) == first
        site('kept', runs, 2, memory) == first
    }

    /** Withdraws the score of a run, if the run can be read. */
    private static void withdraw(Path runs, String run) {
        runs.resolve(run).toFile().eachFileRecurse {
            if (it.name == 'attempt.json') {
                def attempt = Json.readObject(it.text)
                def record = [kind: 'withdrawn', at: '2026-03-05T12:00:00Z', run: run, rule: 'own-request', reason: 'it was a trial',
                              attempts: [[task: attempt.get('task').asText(), seed: attempt.get('seed').asLong(), was: attempt.at('/sealed/value').asDouble()]]]
                runs.resolve("changes/${run}.json").toFile().text = Json.canonical(Json.tree(record))
            }
        }
    }

    private static void copy(Path from, Path to) {
        from.toFile().eachFileRecurse(groovy.io.FileType.FILES) {
            def file = to.resolve(from.relativize(it.toPath()))
            Files.createDirectories(file.parent)
            Files.copy(it.toPath(), file)
        }
    }
}
