package org.autorl.environments.webshop

import java.nio.file.Path
import org.autorl.environments.Episode
import spock.lang.Specification
import spock.lang.TempDir

class ShopSessionSpec extends Specification {
    @TempDir
    Path folder

    ShopSession session(int steps = 50, boolean attributes = false) {
        def goal = new Goal('B000000002', 'fashion', "men's shirts", 'Arano Soft Cotton Shirt for Men', 'Clothing › Men › Shirts',
                'i want a slim fit shirt, and price lower than 40.00 dollars', ['slim fit'], 40, [new Goal.Option(Optional.empty(), 'navy blue')])
        new ShopSession(new Store(ProductFiles.read(OfficialFiles.in(folder)).products(), 1), goal, steps, attributes)
    }

    static final String TOP = 'Instruction: [SEP] i want a slim fit shirt, and price lower than 40.00 dollars [SEP] Back to Search [SEP] '
    static final String RESULTS = TOP + 'Page 1 (Total results: 2) [SEP] Next > [SEP] ' +
            'B000000001 [SEP] Belbex Wool Shirt for Men [SEP] $1012.99 [SEP] B000000002 [SEP] Arano Soft Cotton Shirt for Men [SEP] $12.5 to $30.0'
    static final String SHIRT = TOP + '< Prev [SEP] color [SEP] navy blue [SEP] red | white [SEP] size [SEP] x-large [SEP] small [SEP] ' +
            'Arano Soft Cotton Shirt for Men [SEP] Price: $12.5 to $30.0 [SEP] Rating: N.A. [SEP] Description [SEP] Features [SEP] Reviews [SEP] Buy Now'

    def "a purchase, page by page"() {
        given:
        def session = session()

        expect:
        session.observation() == 'WebShop [SEP] Instruction: [SEP] i want a slim fit shirt, and price lower than 40.00 dollars [SEP] Search'
        session.available() == ['search[words]']
        session.step('search[Shirts for men]').observation() == RESULTS
        session.clickable() == ['back to search', 'next >', 'b000000001', 'b000000002']
        session.step('click[next >]').observation() == TOP + 'Page 2 (Total results: 2) [SEP] < Prev [SEP] Next >'
        session.step('click[< Prev]').observation() == RESULTS
        session.step('click[B000000002]').observation() == SHIRT
        session.clickable() == ['back to search', '< prev', 'description', 'features', 'reviews', 'buy now', 'navy blue', 'red | white', 'x-large', 'small']
        session.step('click[description]').observation() == TOP + '< Prev [SEP] A shirt that is machine washable.\nMade well.'
        session.step('click[< prev]').observation() == SHIRT
        session.step('click[features]').observation() == TOP + '< Prev [SEP] Slim fit cut [SEP] Easy to iron'
        session.clickable() == ['back to search', '< prev']
        session.step('click[< prev]').observation() == SHIRT
        session.step('click[reviews]').observation() == TOP + '< Prev'
        session.step('click[< prev]').observation() == SHIRT
        session.step('click[navy blue]').observation() == SHIRT
        session.step('click[buy now]') == new Episode.Turn('Thank you for shopping with us! [SEP] Your score (min 0.0, max 1.0) [SEP] 1.0', true, 1)
        session.reward().get() == new Reward(1, 1, 1, true, 1)
        session.step('search[more]').reward() == 1d
    }

    def "the page of attributes is there on demand"() {
        given:
        def session = session(50, true)
        ['search[shirt]', 'click[b000000002]'].each { session.step(it) }

        expect:
        session.step('click[attributes]').observation() ==
                TOP + "< Prev [SEP] machine wash [SEP] slim fit [SEP] fashion [SEP] men's shirts [SEP] Clothing › Men › Shirts"
    }

    def "what is no action there changes nothing and costs a step: #action"() {
        given:
        def session = session(3)
        session.step('search[shirts for men]')

        expect:
        session.step(action) == new Episode.Turn(RESULTS, false, 0)
        session.step(action) == new Episode.Turn(RESULTS, true, 0)

        where:
        action << ['', 'buy it', 'click[buy now]', 'click[navy blue]', 'click[b000000003]', 'click[]', 'search[]', 'Click[b000000002]', 'think[b000000002]']
    }

    def "an action may be labelled, and choose is another word for click: #text"() {
        expect:
        ShopSession.action(text) == action
        where:
        text                                || action
        'Action: click[b000000002]'         || 'click[b000000002]'
        ' action:choose[navy blue]\nThen I' || 'click[navy blue]'
        'click[next >]'                     || 'click[next >]'
    }

    def "options are forgotten on the way back to the results"() {
        given:
        def session = session()
        ['search[shirt]', 'click[b000000002]', 'click[navy blue]', 'click[small]'].each { session.step(it) }

        when:
        def before = session.chosen()
        ['click[< prev]', 'click[b000000002]'].each { session.step(it) }

        then:
        before == [color: 'navy blue', size: 'small']
        session.chosen() == [:]
    }

    def "back to search leads to the start"() {
        given:
        def session = session()
        session.step('search[shirt]')

        expect:
        session.step('click[Back to Search]').observation().startsWith('WebShop [SEP] ')
        session.available() == ['search[words]']
    }

    def "a policy sees the last five turns, the page and what it may do"() {
        given:
        def session = session()
        (1..6).each { session.step("search[word $it]") }
        session.step('click[back to search]')
        def shown = session.shown('whatever else was said')

        expect:
        (shown =~ /Action: (.+)/).collect { it[1] } == ['search[word 3]', 'search[word 4]', 'search[word 5]', 'search[word 6]', 'click[back to search]']
        shown.contains('Instruction: i want a slim fit shirt, and price lower than 40.00 dollars\n')
        shown.endsWith('''\
            Observation: WebShop [SEP] Instruction: [SEP] i want a slim fit shirt, and price lower than 40.00 dollars [SEP] Search
            Available actions: search[words]
            Action:'''.stripIndent())
    }

    def "every action that the prompt offers is taken"() {
        given:
        def session = session(1000)
        ['search[shirt]', 'click[b000000002]'].each { session.step(it) }
        def offered = session.available() - 'click[buy now]'

        expect:
        offered.every { action ->
            def own = this.session(1000)
            ['search[shirt]', 'click[b000000002]'].each { own.step(it) }
            def page = own.page()
            def chosen = own.chosen()
            own.step(action)
            own.page() != page || own.chosen() != chosen
        }
    }
}
