package org.autorl.runner.submission

import java.nio.channels.FileChannel
import java.nio.file.FileSystemException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicBoolean
import org.autorl.records.Bytes
import org.autorl.records.Digest
import org.autorl.runner.SmallPolicy
import org.autorl.runner.folder.Folders
import spock.lang.Specification
import spock.lang.TempDir

class SnapshotsSpec extends Specification {
    @TempDir
    Path folder

    Path policy(String name) {
        SmallPolicy.write(folder.resolve(name))
    }

    Snapshots snapshots(long limit = 1 << 20) {
        new Snapshots(folder.resolve('blobs'), policy('base'), new Bytes(limit))
    }

    String refusal(Closure change, String path = 'output/v1', long limit = 1 << 20) {
        def place = policy('workspace/output/v1')
        change(place)
        try {
            snapshots(limit).take(folder.resolve('workspace'), path)
            'taken'
        } catch (SubmissionRefused e) {
            e.message
        }
    }

    def "a policy is copied, and what happens to it afterwards changes nothing"() {
        given:
        def place = policy('workspace/output/v1')
        def store = snapshots()

        when:
        def files = store.take(folder.resolve('workspace'), 'output/v1')
        place.resolve('config.json').toFile().text = 'overwritten'
        store.materialise(files, folder.resolve('copy'))

        then:
        folder.resolve('copy/config.json').toFile().text == folder.resolve('base/config.json').toFile().text
        Snapshots.contentDigest(files) == Snapshots.contentDigest(store.take(folder, 'copy'))
    }

    def "what the trainers write about a training is left behind"() {
        given:
        def place = policy('workspace/output/v1')
        def store = snapshots()
        def bare = Snapshots.contentDigest(store.take(folder.resolve('workspace'), 'output/v1'))
        ['metrics.jsonl', 'training_args.json'].each { place.resolve(it).toFile().text = '{}' }

        expect:
        Snapshots.contentDigest(store.take(folder.resolve('workspace'), 'output/v1')) == bare
    }

    def "what is no policy of the base policy's shape is refused with the reason"() {
        expect:
        refusal(change, path) == reason

        where:
        path        | change                                                              | reason
        'output/v1' | { Path p -> }                                                       | 'taken'
        'output/v1' | { Path p -> p.resolve('weights.pkl').toFile().text = 'x' }                   | '`weights.pkl` may not be handed in; allowed are config.json, generation_config.json, tokenizer files and model*.safetensors'
        'output/v1' | { Path p -> Files.delete(p.resolve('config.json')) }                | '`config.json` is missing'
        'output/v2' | { Path p -> }                                                       | 'there is no folder `output/v2` in the workspace'
        '../base'   | { Path p -> }                                                       | '`../base` leads out of the workspace'
        ''          | { Path p -> }                                                       | '`model_path` is missing'
        'output/v3' | { Path p -> Files.createSymbolicLink(p.resolveSibling('v3'), p) }   | '`output/v3` goes through a link'
        'a\u0000b'  | { Path p -> }                                                       | '`a\\u0000b` is no path on this machine'
        'a\nb'      | { Path p -> }                                                       | 'there is no folder `a\\u000ab` in the workspace'
    }

    def "of what may lie in a folder, #what is told"() {
        expect:
        refusal { Path p -> change(p) } == verdict.toString()

        where:
        what                                   | change                                                                                             || verdict
        'a pickle'                             | { it.resolve('pytorch_model.bin').toFile().text = 'x' }                                            || "`pytorch_model.bin` $FOREIGN"
        'code'                                 | { it.resolve('modeling.py').toFile().text = 'x' }                                                  || "`modeling.py` $FOREIGN"
        'a twin that differs in case'          | { it.resolve('Config.json').toFile().text = '{}' }                                                 || "`Config.json` $FOREIGN"
        'a hidden file'                        | { it.resolve('.config.json').toFile().text = '{}' }                                                || "`.config.json` $FOREIGN"
        'a name with control characters'       | { it.resolve('config.json\n\u001b[2J').toFile().text = '{}' }                                      || "`config.json\\u000a\\u001b[2J` $FOREIGN"
        'a very long name'                     | { it.resolve('x' * 200).toFile().text = '{}' }                                                     || "`${'x' * 80}…` $FOREIGN"
        'several that may not be there'        | { p -> (1..12).each { p.resolve('f' + (it + 10)).toFile().text = 'x' } }                           || "`f11`, `f12`, `f13`, `f14`, `f15`, `f16`, `f17`, `f18`, `f19`, `f20` and 2 more $FOREIGN"
        'a folder in place of a file'          | { instead(it).toFile().mkdir() }                                                                   || '`config.json` is a link or no plain file'
        'a pipe in place of a file'            | { pipe(instead(it)) }                                                                              || '`config.json` is a link or no plain file'
        'a device behind a link'               | { Files.createSymbolicLink(instead(it), Path.of('/dev/zero')) }                                    || '`config.json` is a link or no plain file'
        'a link that leads nowhere'            | { Files.createSymbolicLink(instead(it), Path.of('/none')) }                                        || '`config.json` is a link or no plain file'
        'two things that are wrong'            | { it.resolve('x').toFile().text = 'x'; pipe(instead(it)) }                                         || "`x` $FOREIGN; `config.json` is a link or no plain file"
        'a sparse file of a terabyte'          | { sparse(it.resolve('model.safetensors')) }                                                        || 'the files are larger than 1 MiB together'
        'more files than a policy has'         | { p -> (1..1001).each { p.resolve("f$it").toFile().text = '' } }                                   || 'the folder holds more than 1000 files; a policy has some ten'
        'a hard link'                          | { p -> def c = p.resolve('config.json'); Files.move(c, p.resolveSibling('c')); Files.createLink(c, p.resolveSibling('c')) }                           || 'taken'
        'a file that nobody may write'         | { it.resolve('config.json').toFile().setReadOnly() }                                             || 'taken'
        'an old tokenizer that the base lacks' | { it.resolve('vocab.json').toFile().text = '{"The answer is 42.": 0}' }                              || 'taken'
    }

    static final FOREIGN = 'may not be handed in; allowed are config.json, generation_config.json, tokenizer files and model*.safetensors'

    private static Path instead(Path place) {
        Files.delete(place.resolve('config.json'))
        place.resolve('config.json')
    }

    private static void pipe(Path path) {
        assert ['mkfifo', path.toString()].execute().waitFor() == 0
    }

    private static void sparse(Path path) {
        new RandomAccessFile(path.toFile(), 'rw').withCloseable { it.length = 1L << 40 }
    }

    def "a name that is no UTF-8 is refused, not read as another"() {
        expect:
        refusal { Path p -> assert ['sh', '-c', 'printf x > "$0/$(printf "config\\377.json")"', p.toString()].execute().waitFor() == 0 }
            .endsWith(FOREIGN)
    }

    def "an old tokenizer is left behind unless the base policy has one, and then it is that"() {
        given:
        def place = policy('workspace/output/v1')
        def store = snapshots()
        place.resolve('merges.txt').toFile().text = 'a b\n'

        expect:
        !store.take(folder.resolve('workspace'), 'output/v1')*.path().contains('merges.txt')

        when:
        folder.resolve('base/merges.txt').toFile().text = base
        def said = 'taken'
        try {
            store.take(folder.resolve('workspace'), 'output/v1')
        } catch (SubmissionRefused e) {
            said = e.message
        }

        then:
        said == verdict

        where:
        base    || verdict
        'a b\n' || 'taken'
        'a c\n' || "merges.txt is not the base policy's"
    }

    def "a pipe that took a file's place after it was looked at holds nobody up"() {
        given:
        pipe(folder.resolve('config.json'))
        def opened = Snapshots.open(folder.toRealPath().parent, folder.toRealPath())

        when:
        Opening.waiting(opened, Path.of('config.json'), Duration.ofMillis(50))

        then:
        FileSystemException waits = thrown()
        waits.reason == 'it cannot be opened without waiting'

        when: 'where it may be written, it is told at once'
        Opening.now(opened, Path.of('config.json'), Duration.ofDays(1))

        then:
        thrown(FileSystemException)

        cleanup: 'the folder can be closed although somebody waits in it'
        opened.close()
    }

    def "bytes that come while a file is copied are not taken, and those that go are missed"() {
        given:
        def store = new BlobStore(folder.resolve('blobs'))
        def file = folder.resolve('growing')
        file.toFile().text = 'one'

        expect:
        FileChannel.open(file).withCloseable { open ->
            file.toFile() << ' two'
            [store.take(open, 3, folder), store.take(open, 9, folder).bytes()]
        } == [new BlobStore.Copied(Digest.sha256('one'), 3), 7]
    }

    def "a file that is written to again and again is refused"() {
        given:
        def place = policy('workspace/output/v1')
        def stop = new AtomicBoolean()
        def going = new CountDownLatch(1)
        def writer = Thread.startDaemon {
            for (long n = 0; !stop.get(); n++) {
                Files.setLastModifiedTime(place.resolve('model.safetensors'), FileTime.fromMillis(n))
                going.countDown()
            }
        }
        going.await()

        when:
        snapshots().take(folder.resolve('workspace'), 'output/v1')

        then:
        SubmissionRefused e = thrown()
        e.message == '`model.safetensors` changed while it was copied'

        cleanup:
        stop?.set(true)
        writer?.join()
    }

    def "a blob whose bytes were damaged is replaced by the next copy"() {
        given:
        policy('workspace/output/v1')
        def store = snapshots()
        def file = store.take(folder.resolve('workspace'), 'output/v1').find { it.path() == 'config.json' }
        def blob = new BlobStore(folder.resolve('blobs')).blob(file.sha256())
        def before = blob.toFile().text
        blob.toFile().writable = true
        blob.toFile().text = damaged

        expect:
        store.take(folder.resolve('workspace'), 'output/v1').contains(file)
        blob.toFile().text == before

        where:
        damaged << ['', 'other bytes']
    }

    def "the same content is one blob, and no part of a copy stays"() {
        given:
        policy('workspace/output/v1')
        policy('workspace/output/v2')
        def store = snapshots()

        when:
        ['output/v1', 'output/v2', 'output/v1'].each { store.take(folder.resolve('workspace'), it) }
        def files = []
        folder.resolve('blobs').toFile().eachFileRecurse(groovy.io.FileType.FILES) { files << it.name }

        then:
        files.size() == 3
        files.every { it ==~ /[0-9a-f]{64}/ }
    }

    def "a base policy is kept without copying it"() {
        given:
        def file = policy('base').resolve('config.json')
        def store = new BlobStore(folder.resolve('blobs'))

        when:
        2.times { store.keep(file, Folders.sha256(file)) }

        then:
        Files.isSameFile(store.blob(Folders.sha256(file)), file)
    }

    def "a disk without room is not the agent's fault"() {
        given:
        def place = policy('workspace/output/v1')
        sparse(place.resolve('model.safetensors'))

        when:
        snapshots(1L << 41).take(folder.resolve('workspace'), 'output/v1')

        then:
        IOException e = thrown()
        e.message.startsWith('No space left on device: a submission of 1 TiB does not fit into ')
    }

    def "a folder that becomes a link after it was looked at is not followed"() {
        given: 'what a check would have found to be a folder'
        policy('workspace/output/v1')
        policy('elsewhere/v1')
        def root = folder.resolve('workspace').toRealPath()
        Files.move(root.resolve('output'), root.resolve('was'))
        Files.createSymbolicLink(root.resolve('output'), folder.resolve('elsewhere'))

        when:
        Snapshots.open(root, root.resolve('output/v1'))

        then:
        thrown(java.nio.file.NotDirectoryException)
    }

    def "a link to a file outside is refused"() {
        expect:
        refusal { Path p ->
            Files.delete(p.resolve('config.json'))
            Files.createSymbolicLink(p.resolve('config.json'), folder.resolve('base/config.json'))
        } == '`config.json` is a link or no plain file'
    }

    def "more bytes than allowed are refused"() {
        expect:
        refusal({ Path p -> }, 'output/v1', 40) == 'the files are larger than 40 B together'
    }
}
