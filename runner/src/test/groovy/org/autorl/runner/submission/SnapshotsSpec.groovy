package org.autorl.runner.submission

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Bytes
import spock.lang.Specification
import spock.lang.TempDir

class SnapshotsSpec extends Specification {
    @TempDir
    Path folder

    Path policy(String name, Map config = [hidden_size: 4], String header = '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}') {
        def place = Files.createDirectories(folder.resolve(name))
        place.resolve('config.json').toFile().text = org.autorl.records.Json.canonical(config)
        place.resolve('tokenizer.json').toFile().text = '{}'
        def bytes = java.nio.ByteBuffer.allocate(8 + header.length() + 4).order(java.nio.ByteOrder.LITTLE_ENDIAN)
        bytes.putLong(header.length()).put(header.bytes)
        Files.write(place.resolve('model.safetensors'), bytes.array())
        place
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
        folder.resolve('copy/config.json').toFile().text == '{"hidden_size":4}'
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
        'output/v1' | { Path p -> p.resolve('config.json').toFile().text = '{"hidden_size":8}' }   | 'config.json: `hidden_size` is 8, but 4 in the base policy'
        'output/v1' | { Path p -> p.resolve('model.safetensors').toFile().bytes = ([1, 2] as byte[]) }         | 'model.safetensors: its header does not fit into the file'
        'output/v2' | { Path p -> }                                                       | 'there is no folder `output/v2` in the workspace'
        '../base'   | { Path p -> }                                                       | '`../base` leads out of the workspace'
        ''          | { Path p -> }                                                       | '`model_path` is missing'
        'output/v3' | { Path p -> Files.createSymbolicLink(p.resolveSibling('v3'), p) }   | '`output/v3` goes through a link'
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

    def "shards are held to the base policy as one file is: #what"() {
        given: 'a base policy in one file, and a submission in shards'
        def place = policy('workspace/output/v1')
        Files.move(place.resolve('model.safetensors'), place.resolve('model-00001-of-00002.safetensors'))
        place.resolve('model.safetensors.index.json').toFile().text = index

        when:
        def told
        try {
            told = snapshots().take(folder.resolve('workspace'), 'output/v1').size()
        } catch (SubmissionRefused e) {
            told = e.message
        }

        then:
        told == result

        where:
        what               | index                                                     || result
        'all is there'     | '{"weight_map":{"w":"model-00001-of-00002.safetensors"}}' || 4
        'a shard is not'   | '{"weight_map":{"w":"model-00002-of-00002.safetensors"}}' || '`model-00002-of-00002.safetensors` is missing'
        'none is named'    | '{}'                                                      || 'model.safetensors: `w` is missing, but of shape [1] in the base policy'
        'it is no index'   | '[]'                                                      || '`model.safetensors.index.json` is no JSON object'
    }
}
