package org.autorl.environments.webshop

import java.nio.file.Path
import org.autorl.environments.Family
import org.autorl.environments.Partition
import org.autorl.environments.World
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class WebShopSpec extends Specification {
    @TempDir
    Path folder

    @Shared
    WebShop shop = Family.named('webshop').get() as WebShop

    def "what is written in the official form is read back as it was"() {
        given:
        def catalogue = new GeneratedCatalogue(300, 5)
        catalogue.write(folder)

        expect:
        ProductFiles.read(folder) == catalogue.files()
        catalogue.files() == new GeneratedCatalogue(300, 5).files()
        catalogue.files() != new GeneratedCatalogue(300, 6).files()
        catalogue.files().products()*.asin().every { it.length() == 10 }
        catalogue.files().products()*.asin().toUnique().size() == 300
    }

    def "a careful player gets everything, a random one nearly nothing"() {
        given:
        def items = shop.items(Partition.VISIBLE, 3, 60)
        def careful = items.collect { shop.played(World.gameOf(it), 0, new SplittableRandom(1)) }
        def random = items.withIndex().collect { item, i -> shop.played(World.gameOf(item), 1, new SplittableRandom(i)) }

        expect:
        careful.every { it.reward() == 1d && it.steps() <= 50 }
        random.sum { it.reward() } / 60 < 0.3
    }

    def "splits are disjoint by the product, whatever their seeds"() {
        given:
        def asins = [Partition.VISIBLE, Partition.PRACTICE, Partition.SEALED].collect { side ->
            [1L, 2L].collectMany { seed -> shop.items(side, seed, 60).collect { World.gameOf(it).get('goal').get('asin').asText() } } as Set
        }

        expect:
        asins*.size().every { it > 60 }
        asins[0].intersect(asins[1]) + asins[0].intersect(asins[2]) + asins[1].intersect(asins[2]) == [] as Set
        shop.items(Partition.SEALED, 7, 20) == shop.items(Partition.SEALED, 7, 20)
    }

    def "a price in a range is the same whatever else is sold, and another seed's is another"() {
        given:
        def product = new GeneratedCatalogue(300, 5).files().products().find { it.prices().size() == 2 }
        def price = Store.price(product, 1)

        expect:
        price >= product.prices()[0] && price <= product.prices()[1]
        new Store([product], 1).price(product) == price
        Store.price(product, 2) != price
    }
}
