package org.autorl.site.page

import spock.lang.Specification

class PagingSpec extends Specification {
    def "#count rows are on #pages pages, each row on one"() {
        given:
        def paging = new Paging('index.html', 'leaderboard/s-1', count)
        def rows = (0..<count).toList()

        expect:
        paging.pages() == pages
        (1..pages).collectMany { paging.rows(rows, it) } == rows
        (1..pages).every { paging.rows(rows, it).size() <= Paging.ROWS }
        (1..pages).collect { paging.place(it) }.every { it.to() - it.from() + (count ? 1 : 0) == paging.rows(rows, it.number()).size() }

        where:
        count || pages
        0     || 1
        1     || 1
        100   || 1
        101   || 2
        300   || 3
    }

    def "a page says where the others are"() {
        given:
        def paging = new Paging('index.html', 'leaderboard/s-1', 250)

        expect:
        paging.place(1) == new Paging.Place(1, 3, 1, 100, 250, 'index.html', '', 'leaderboard/s-1/2.html', 'leaderboard/s-1/3.html')
        paging.place(2) == new Paging.Place(2, 3, 101, 200, 250, 'index.html', 'index.html', 'leaderboard/s-1/3.html', 'leaderboard/s-1/3.html')
        paging.place(3) == new Paging.Place(3, 3, 201, 250, 250, 'index.html', 'leaderboard/s-1/2.html', '', 'leaderboard/s-1/3.html')
    }
}
