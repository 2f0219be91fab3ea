package org.autorl.environments.webshop

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.environments.Partition
import org.autorl.environments.World
import spock.lang.Specification
import spock.lang.TempDir

class GoalFileSpec extends Specification {
    @TempDir
    Path folder

    def "goals are in the order in which Python shuffles them"() {
        given:
        def few = (0..<12).toList()
        def many = (0..<12087).toList()
        new PythonShuffle(233).shuffle(few)
        new PythonShuffle(233).shuffle(many)

        expect: 'the figures are Python\'s'
        few == [5, 9, 0, 1, 4, 7, 6, 3, 8, 2, 11, 10]
        many[0..7] == [8655, 10304, 6940, 2750, 3667, 2144, 3577, 9548]
    }

    def "synthetic goals are one for each combination of options, with one limit for the product"() {
        given:
        def goals = GoalFile.of(ProductFiles.read(OfficialFiles.in(folder)), GoalFile.Kind.SYNTHETIC, 7).goals()
        def limit = goals[0].priceUpper()

        expect:
        goals*.instruction() as Set == ['navy blue', 'red | white'].collectMany { colour -> ['x-large', 'small'].collect { size ->
            "Find me machine wash, slim fit men's shirts with color: $colour, and size: $size, and price lower than ${String.format(Locale.ROOT, '%.2f', limit)} dollars".toString()
        } } as Set
        goals*.priceUpper().unique() == [limit]
    }

    def "people's goals are those with an attribute, without the full stop"() {
        given:
        def goals = GoalFile.of(ProductFiles.read(OfficialFiles.in(folder)), GoalFile.Kind.HUMAN, 7).goals()

        expect:
        goals*.instruction().collect { it.replaceAll(/, and price.*/, '') } as Set == ['i want a slim fit shirt in navy blue', 'i need a kettle that boils water'] as Set
        goals.every { it.instruction().endsWith(String.format(Locale.ROOT, ', and price lower than %.2f dollars', it.priceUpper())) }
    }

    def "a limit is one of the second to the fourth full ten above the price: #price"() {
        given:
        def random = new SplittableRandom(3)

        expect:
        (1..200).collect { Limit.above(price, random).upper() } as Set == uppers as Set

        where:
        price || uppers
        5     || [20, 30, 40]
        10    || [30, 40, 50]
        10.5  || [30, 40, 50]
        975   || [990]
        981   || [1_000_000]
        5000  || [1_000_000]
    }

    def "frozen goals come back as they were, and only from the files that they were made from"() {
        given:
        OfficialFiles.in(folder)
        def file = folder.resolve('goals.jsonl')
        def digest = GoalFile.freeze(folder, GoalFile.Kind.HUMAN, 7, file)

        expect:
        GoalFile.read(file, digest, folder) == GoalFile.of(ProductFiles.read(folder), GoalFile.Kind.HUMAN, 7)
        GoalFile.freeze(folder, GoalFile.Kind.HUMAN, 7, folder.resolve('again.jsonl')) == digest
        GoalFile.freeze(folder, GoalFile.Kind.HUMAN, 8, folder.resolve('other.jsonl')) != digest

        when:
        GoalFile.read(file, digest.reverse(), folder)

        then:
        IOException wrong = thrown()
        wrong.message == "$file holds other goals: its SHA-256 is $digest, not ${digest.reverse()}"

        when:
        Files.writeString(folder.resolve('items_human_ins.json'), OfficialFiles.HUMAN + ' ')
        GoalFile.read(file, digest, folder)

        then:
        IOException changed = thrown()
        changed.message == "items_human_ins.json in $folder is another file than the goals were made from"
    }

    def "the number of a goal decides its side, and no goal is on two"() {
        given:
        new GeneratedCatalogue(700, 5).write(folder)
        def file = folder.resolve('goals.jsonl')
        def digest = GoalFile.freeze(folder, GoalFile.Kind.SYNTHETIC, 7, file)
        def shop = WebShop.official(folder, file, digest)
        def all = GoalFile.read(file, digest, folder).goals()

        expect:
        all.size() > 2000
        shop.items(Partition.SEALED, 1, 100)*.id()[0, 99] == ['webshop-sealed-0', 'webshop-sealed-99']
        shop.items(Partition.PRACTICE, 1, 100).collect { Goal.of(World.gameOf(it).get('goal')) } == all[500..599]
        shop.items(Partition.VISIBLE, 1, 300)*.id()[0, 299] == ['webshop-visible-1500', 'webshop-visible-1799']
        shop.drawVisible(new SplittableRandom(2)).data().get('game').get('goal') in all.drop(1500)*.json()

        when:
        shop.items(Partition.SEALED, 1, 101)

        then:
        IllegalArgumentException e = thrown()
        e.message == '`webshop` has no 101 frozen goals in SEALED; 100 can be had'
    }
}
