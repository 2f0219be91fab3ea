package org.autorl.environments

import java.security.MessageDigest
import org.autorl.environments.alfworld.GameFile
import spock.lang.Specification

/** The golden texts are those of the rules that the base policy learnt from, before the household ran on the engine. */
class HouseholdSpec extends Specification {

    static String sha256(String text) {
        HexFormat.of().formatHex(MessageDigest.getInstance('SHA-256').digest(text.getBytes('UTF-8')))
    }

    def "transcripts are as they always were"() {
        expect:
        HouseholdScript.play(1, 12) == getClass().getResourceAsStream('household-transcripts.txt').text
        sha256(HouseholdScript.play(2, 5000)) == '7b9e2e02245b34e7eb6cfd853149a5cdcd1444ee750dce4d723090a6949d1c98'
    }

    def "items of #partition are as they always were"() {
        expect:
        sha256(new Household().items(partition, 5, 300).toString()) == digest

        where:
        partition          || digest
        Partition.VISIBLE  || '973e5dc53565a46c33043cf0cdb0e07ddc11e338b926fa97698504bf0487f496'
        Partition.PRACTICE || '0e9c2a64db85e46135e9b7f504852d3b840081f8a9105a86df11a5beac19ed14'
        Partition.SEALED   || '5371136959ca3f284ceedd7e061d744af3a21980f94298387a9198c41a4629ee'
    }

    def "what is shown and what is learnt from is as it always was"() {
        expect:
        sha256(HouseholdScript.visible(6, 250)) == '0669d7f0735c90465005c97d72fe09918f725a69af5a3c50df6f77f5e6abf0fd'
        sha256(new Household().pretrainingText(11).limit(3000).toList().join('')) == 'bb287a9be2cfab845dcca1c71e5dd94451c74141ab5fe60b6e8bf1cf65f26745'
    }

    def "a game in ALFWorld's form is the same game"() {
        given:
        def random = new SplittableRandom(3)

        expect:
        (1..40).every {
            def game = World.gameOf(new Household().draw(random))
            def plays = [HouseholdRules.game(game), GameFile.of(HouseholdRules.official(game), 'game').game()]*.start()
            def seen = plays.collect { play -> [play.intro()] }
            30.times {
                def commands = plays[0].admissible()
                def command = commands[random.nextInt(commands.size())]
                plays.eachWithIndex { play, i -> seen[i] << play.step(command) + play.won() + play.admissible() }
            }
            seen[0] == seen[1]
        }
    }

    def "a game without its target is refused"() {
        given:
        def game = World.gameOf(new Household().draw(new SplittableRandom(1))).put('target', 'moon')

        when:
        new Household().episode(game)

        then:
        IllegalArgumentException e = thrown()
        e.message == 'this game has no place `moon`'
    }
}
