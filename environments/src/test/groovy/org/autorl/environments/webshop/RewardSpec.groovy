package org.autorl.environments.webshop

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class RewardSpec extends Specification {
    @TempDir
    Path folder

    def "texts are as alike as thefuzz says: #one, #other"() {
        expect:
        FuzzyMatch.tokenSetRatio(one, other) == ratio
        where: 'the figures are Python\'s'
        one                | other               || ratio
        'essential oil'    | 'essential oils'    || 96
        'tea bag'          | 'tea tree'          || 60
        'cool powder snow' | 'powder snow'       || 100
        'xl'               | 'xxl'               || 80
        'water resistant'  | 'water proof'       || 62
        'red'              | 'color red'         || 100
        '14-15 wide'       | '14 | 15 wide'      || 100
        'café noir'        | 'cafe noir'         || 94
        'easy to clean'    | 'easy clean'        || 100
        'long lasting'     | 'lasts long'        || 82
        ''                 | 'x'                 || 0
        '++'               | '--'                || 0
        '++'               | '++'                || 100
    }

    def "titles share nouns: #wanted"() {
        expect:
        Math.abs(TitleNouns.shared(bought, wanted) - share) < 0.01
        where: 'the titles are those of the original\'s own tests, which state 0.33, 0.3, 0.15 and less than 0.05'
        wanted | bought || share
        'Mens D.O.N. Issue 2 Gca Basketball Sneakers Shoes Casual - Off White' | 'PEAK High Top Mens Basketball Shoes Lou Williams Streetball Master Breathable Non Slip Outdoor Sneakers' || 0.44
        'Saireed UL Listed 2 Prong Power Cord for JBL Bar 3.1 Bar 2.1 Channel 4K Ultra HD Soundbar Home Theater System Subwoofer' | 'BRST AC Power Cord Outlet Socket Cable Plug Lead for Panasonic SC-HT830V DVD/VCR Combo Home Theater System' || 0.3
        'Saireed UL Listed 2 Prong Power Cord for JBL Bar 3.1 Bar 2.1 Channel 4K Ultra HD Soundbar' | 'BRST AC Power Cord Outlet Socket Cable Plug Lead for Panasonic SC-HT830V DVD/VCR Combo Home Theater System' || 0.15
        'Rusticware 921ORB Kitchen and Bath Cabinet Knob' | 'Minkissy 2pcs Stainless Steel Eyebrow Tweezers Blackhead Acne Remover Portable Makeup Tweezers (Silver)' || 0
        '12 for the 4' | 'Anything' || 0.2
    }

    def shirt() { ProductFiles.read(OfficialFiles.in(folder)).products()[0] }

    static Goal goal(Map changes) {
        def all = [title: 'Arano Soft Cotton Shirt for Men', query: "men's shirts", path: 'Clothing › Men › Shirts', attributes: ['machine wash', 'slim fit'],
                   limit: 40d, options: [new Goal.Option(Optional.of('color'), 'navy blue')]] + changes
        new Goal('B000000002', 'fashion', all.query, all.title, all.path, 'Buy it', all.attributes, all.limit, all.options)
    }

    def "all of it is worth 1, and each part its share: #what"() {
        expect:
        Math.abs(Reward.of(shirt(), 20, chosen, goal(changes)).total() - total) < 1e-9

        where:
        what                                  | chosen          | changes                                      || total
        'all'                                 | ['navy blue']   | [:]                                          || 1
        'no option'                           | []              | [:]                                          || 3 / 4
        'another shade, for navy comes after blue' | ['dark blue'] | [:]                                       || 1
        'another colour'                      | ['red | white'] | [:]                                          || 3 / 4
        'too dear'                            | ['navy blue']   | [limit: 19.99d]                              || 3 / 4
        'as dear as may be'                   | ['navy blue']   | [limit: 20d]                                 || 1
        'an attribute that the text has'      | ['navy blue']   | [attributes: ['easy to iron']]               || 1
        'an attribute in other letters'       | ['navy blue']   | [attributes: ['Easy to Iron']]               || 2 / 3
        'an attribute that is not there'      | ['navy blue']   | [attributes: ['slim fit', 'rubber sole']]    || 3 / 4
        'an option without a name'            | ['navy blue']   | [options: [new Goal.Option(Optional.empty(), 'navy')]] || 3 / 4
        'no options'                          | []              | [options: []]                                || 1
    }

    def "the type is a factor: #what"() {
        expect:
        Reward.of(shirt(), 20, ['navy blue'], goal(changes)).type() == type

        where:
        what                                | changes                                                                                   || type
        'another title, same query'         | [title: 'Shirt One Two Three Four Five Six Seven']                                        || 1
        'same path, another query'          | [title: 'Shirt One Two Three Four Five Six Seven', query: 'x']                            || 1
        'an eighth of the title, no more'   | [title: 'Shirt One Two Three Four Five Six Seven', query: 'x', path: 'Clothing › a › b']  || 0.5
        'an eleventh of the title'          | [title: 'Shirt One Two Three Four Five Six Seven Eight Nine Ten']                         || 0.1
        'nothing of the title'              | [title: 'Kettle']                                                                         || 0
    }
}
