package org.autorl.trainers.cli

import ai.djl.ndarray.NDManager
import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock
import org.autorl.environments.Family
import org.autorl.trainers.policy.BpeTrainer
import org.autorl.trainers.policy.Tokenizer
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class PretrainingTextSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    def "every family has its turn, and no kind comes twice in a row"() {
        given:
        def kinds = PretrainingText.inTurn(5)*.kind()

        expect:
        kinds as Set == Family.pretrained()*.name() as Set
        [kinds, kinds.tail() + kinds[0]].transpose().every { kind, next -> kind != next }
    }

    def "searches come most often, notes least"() {
        given:
        def turns = PretrainingText.inTurn(5).countBy { it.kind() }

        expect:
        turns.max { it.value }.key == 'search'
        turns.min { it.value }.key == 'letters'
    }

    def "a kind goes on where its last turn ended"() {
        given:
        def turns = PretrainingText.inTurn(5).findAll { it.kind() == 'letters' || it.kind() == 'arithmetic' }
        def read = turns.collect { [it.kind(), it.texts().next()] }.findAll { it[0] == 'arithmetic' }*.get(1)

        expect:
        read == Family.named('arithmetic').get().pretrainingText(5).limit(read.size()).toList()
    }

    def "with a tokenizer for all families, a text of each fits the context whole"() {
        given:
        def tokenizer = Tokenizer.of(BpeTrainer.train(Family.pretrained().stream().flatMap { it.pretrainingText(7).limit(300) }, 900))

        expect:
        Family.pretrained().each { family ->
            assert family.pretrainingText(8).limit(200).mapToInt { tokenizer.encode(it).length }.max().orElse(0) < 512 : family.name()
        }
    }

    def "a base policy is made for all families, with a card that says of what"() {
        when:
        new Pretraining(2, 64, 300, 2e-3d, 3).trainAndDescribe(folder, Clock.systemUTC())

        then:
        Files.readString(folder.resolve('README.md')).contains('families `arithmetic`, `letters`, `stack-code`, `shop`, `search`, `household` generate')
        Files.exists(folder.resolve('model.safetensors'))
    }
}
