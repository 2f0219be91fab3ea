package org.autorl.environments.webshop

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class ProductFilesSpec extends Specification {
    @TempDir
    Path folder

    def "official files are read as they are, without what the original leaves out"() {
        when:
        def files = ProductFiles.read(OfficialFiles.in(folder))

        then:
        files.products()*.asin() == ['B000000002', 'B000000001', 'B000000003']
        files.products()[0] == new Product('B000000002', 'Arano Soft Cotton Shirt for Men', 'fashion', "men's shirts", 'Clothing › Men › Shirts',
                'A shirt that is machine washable.\nMade well.', ['Slim fit cut', ' Easy to iron '], [12.50, 30.00],
                [color: ['navy blue', 'red | white'], size: ['x-large', 'small']], ['machine wash', 'slim fit'], 'N.A.', [])
        files.products()*.priceTag() == ['$12.5 to $30.0', '$1012.99', '$100.0']
        files.products()[1].features() == ['One text, no list']
        files.products()[2].attributes() == ['DUMMY_ATTR']
        files.synthetic().keySet() == ['B000000002'] as Set
        files.human()['B000000002']*.instruction() == ['i want a slim fit shirt in navy blue.']
    }

    def "what a search reads of a product is its title, description, first feature and options"() {
        expect:
        ProductFiles.read(OfficialFiles.in(folder)).products()[0].searchText() ==
                'arano soft cotton shirt for men a shirt that is machine washable.\nmade well. slim fit cut ' +
                'color: navy blue, red | white, and size: x-large, small'
    }

    def "reviews are shown if there is a file of them"() {
        given:
        OfficialFiles.in(folder)
        Files.writeString(folder.resolve('reviews.json'),
                '[{"asin": "B000000003", "average_rating": 4.0, "reviews": [{"title": "Good", "stars": 5.0, "review": "It boils."}, {"title": "Hm", "stars": 3.0}]}]')

        expect:
        with(ProductFiles.read(folder).products()[2]) {
            rating() == '4.0'
            reviews() == [new Product.Review('Good', '5.0', 'It boils.'), new Product.Review('Hm', '3.0', '')]
        }
    }

    def "a folder that is not of the form is refused: #why"() {
        given:
        OfficialFiles.in(folder)
        change(folder)

        when:
        ProductFiles.read(folder)

        then:
        IOException e = thrown()
        e.message == message.replace('DIR', folder.toString())

        where:
        why             | change                                                                       || message
        'a file missing' | { Files.delete(it.resolve('items_human_ins.json')) }                         || 'DIR should hold one file `items_human_ins*.json`, and holds 0'
        'a file twice'  | { Files.writeString(it.resolve('items_shuffle.json'), '[]') }                 || 'DIR should hold one file `items_shuffle*.json`, and holds 2'
        'a list'        | { Files.writeString(it.resolve('items_ins_v2_1000.json'), '[]') }             || 'DIR/items_ins_v2_1000.json should be a JSON object by the number of the product'
        'no price'      | { Files.writeString(it.resolve('items_shuffle_1000.json'), '[{"asin": "B1", "pricing": "$free"}]') } || 'DIR/items_shuffle_1000.json: the price of B1 is no price: `$free`'
    }
}
