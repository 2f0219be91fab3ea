package org.autorl.site.read

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

class MemorySpec extends Specification {
    static final long PROGRAM = 7

    @TempDir
    Path folder

    private Path getFile() {
        folder.resolve('state')
    }

    private static BuildState state(String page, long program = PROGRAM) {
        new BuildState(program, [:], [:], [:], [(page): 1L], [:], [:])
    }

    def "what was saved is recalled without reading it, and lies in the file for another program"() {
        given:
        def memory = new Memory(Optional.of(file))
        def known = state('index.html')

        when:
        memory.hold(known)
        memory.save()

        then:
        BuildState.read(file, PROGRAM) == known
        memory.recall(PROGRAM).is(known)
    }

    def "what #what is not recalled"() {
        given:
        def memory = new Memory(Optional.of(file))
        memory.hold(state('old.html'))
        memory.save()

        when:
        change.call(file)

        then:
        memory.recall(program).pages() == pages

        where:
        what                            | program | change                                                                                                  || pages
        'another program made'          | 8       | { }                                                                                                     || [:]
        'another has written over since'| PROGRAM | { state('new.html').write(it); Files.setLastModifiedTime(it, FileTime.from(Instant.EPOCH)) }            || ['new.html': 1L]
        'is gone from the disk'         | PROGRAM | { Files.delete(it) }                                                                                    || [:]
    }

    def "what could not be saved yet is recalled by the same program"() {
        given:
        def memory = new Memory(Optional.of(file))
        memory.hold(state('index.html'))

        expect:
        memory.recall(PROGRAM).pages() == ['index.html': 1L]
    }

    def "from a build that was cut off nothing is recalled, by the same program or another"() {
        given:
        def memory = new Memory(Optional.of(file))
        memory.hold(state('index.html'))
        memory.save()

        when: 'one begins, and tells nothing'
        memory.recall(PROGRAM)

        then:
        memory.recall(PROGRAM) == BuildState.none(PROGRAM)
        new Memory(Optional.of(file)).recall(PROGRAM) == BuildState.none(PROGRAM)
    }

    def "without a file nothing is recalled, and none is written"() {
        given:
        def memory = new Memory(Optional.empty())

        when:
        memory.hold(state('index.html'))
        memory.save()

        then:
        memory.recall(PROGRAM) == BuildState.none(PROGRAM)
        folder.toFile().list().length == 0
    }

    def "nothing is written twice"() {
        given:
        def memory = new Memory(Optional.of(file))
        memory.hold(state('index.html'))
        memory.save()
        Files.delete(file)

        when:
        memory.save()

        then:
        !Files.exists(file)
    }
}
