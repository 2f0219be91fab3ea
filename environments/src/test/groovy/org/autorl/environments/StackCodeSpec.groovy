package org.autorl.environments

import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.node.ObjectNode
import spock.lang.Specification

class StackCodeSpec extends Specification {

    static String run(String program, List<Integer> inputs) {
        def outcome = StackMachine.run(program, inputs*.longValue())
        outcome instanceof StackMachine.Done ? outcome.stack().join(' ') : outcome.reason()
    }

    def "`#program` on #inputs: #outcome"() {
        expect:
        run(program, inputs) == outcome

        where:
        program                | inputs || outcome
        '3 +'                  | [4]    || '7'
        '-'                    | [9, 4] || '5'
        'swap -'               | [9, 4] || '-5'
        'over over max swap'   | [2, 7] || '2 7 7'
        'dup *'                | [-6]   || '36'
        'neg abs 10 min'       | [12]   || '10'
        'swap drop'            | [1, 2] || '2'
        '3 ( dup + )'          | [5]    || '40'
        '2 ( 2 ( 1 + ) 10 * )' | [0]    || '220'
        '0 ( drop drop drop )' | [5]    || '5'
        '-4 ( 1 + )'           | [5]    || '5'
        '1 ( )'                | [5]    || '5'
        ''                     | [5]    || '5'
        "  3\t +  "            | [4]    || '7'
    }

    def "`#program` on #inputs is wrong with a reason: #reason"() {
        expect:
        run(program, inputs) == reason

        where:
        program                       | inputs || reason
        '+'                           | [4]    || '`+` needs 2 numbers, there is 1'
        'drop drop'                   | [4]    || '`drop` needs 1 number, there are 0'
        'add 3'                       | [4]    || '`add` is no word'
        '3+'                          | [4]    || '`3+` is no word'
        'DUP'                         | [4]    || '`DUP` is no word'
        '('                           | [4]    || '`(` without `)`'
        '3 ) ('                       | [4]    || '`)` without `(`'
        '99999 ( 1 + )'               | [4]    || 'more than 1000 steps'
        '9999999999 ( )'              | [4]    || 'a number beyond 1000000000'
        '9999 ( 9999 ( 9999 ( ) ) )'  | [4]    || 'more than 1000 steps'
        'dup * ' * 20                 | [9]    || 'a number beyond 1000000000'
        '40 ( dup )'                  | [9]    || 'more than 32 numbers on the stack'
        '1 ' * 40                     | [9]    || 'more than 32 numbers on the stack'
        '1 ' * 65                     | [9]    || 'more than 64 words'
        'x' * 5000                    | [9]    || '`' + 'x' * 20 + '...` is no word'
        '12345678901'                 | [9]    || '`12345678901` is no word'
    }

    def "whatever the text, a run ends and does not throw"() {
        given:
        def random = new SplittableRandom(1)
        def bits = ['3', '-7', '1000000000', '+', '-', '*', 'max', 'min', 'neg', 'abs', 'dup', 'drop', 'swap', 'over', '(', ')', '\n', 'é', '\u0000', '[', '%s']

        expect:
        (1..5000).every {
            def text = (1..random.nextInt(2, 40)).collect { bits[random.nextInt(bits.size())] }.join(' ')
            StackMachine.run(text, [3L, 4L]) != null
        }
    }

    def "a prompt is a task with two worked examples, and the rest stays out of it"() {
        given:
        def item = new StackCode().items(Partition.SEALED, 5, 2)[1]

        expect:
        item.prompt() == '''\
            Task: keep the smaller, then subtract 15.
            13 -1 -> -16
            3 49 -> -12
            Program:'''.stripIndent()
        item.data().toString() == '{"task":"keep the smaller, then subtract 15","answer":" min 15 -",' +
                '"examples":[{"input":[13,-1],"output":-16},{"input":[3,49],"output":-12}],' +
                '"tests":[{"input":[-2,7],"output":-17},{"input":[16,9],"output":-6},{"input":[18,31],"output":3},' +
                '{"input":[-13,41],"output":-28},{"input":[-5,19],"output":-20},{"input":[32,6],"output":-9}]}'
    }

    def "`#completion` #verdict as a program that keeps the smaller and subtracts 15"() {
        given:
        def data = new ObjectMapper().readTree('''{"tests":
            [{"input": [-2, 7], "output": -17}, {"input": [31, 18], "output": 3}]}''') as ObjectNode

        expect:
        StackCode.complaint(data, completion) == Optional.ofNullable(reason)

        where:
        completion                 || reason
        ' min 15 -'                || null
        ' min -15 +'               || null
        ' 15 - swap 15 - min'      || null
        ' min 15 -\nTask: go on'   || null
        ' drop 15 -'               || '31 18 gives 16, not 3'
        ' max 15 -'                || '-2 7 gives -8, not -17'
        ' 15 -'                    || '-2 7 gives -2 -8, not -17'
        ' drop drop'               || '-2 7 gives nothing, not -17'
        ' min min'                 || '-2 7 fails: `min` needs 2 numbers, there is 1'
        ''                         || '-2 7 gives -2 7, not -17'
        '-17'                      || '-2 7 gives -2 7 -17, not -17'
        verdict = reason ? 'is wrong' : 'passes'
    }

    def "the program of every item passes, and what does not read the input does not"() {
        expect:
        [Partition.VISIBLE, Partition.PRACTICE, Partition.SEALED].collectMany { new StackCode().items(it, 3, 200) }.every { item ->
            StackCode.complaint(item.data(), item.data().get('answer').asText()).empty &&
                    ['', 'drop 5', '0 *', 'drop drop 13', 'Program'].every { StackCode.complaint(item.data(), it).present } &&
                    item.data().get('answer').asText().split(' ').length <= 7
        }
    }

    def "some of the visible programs are given, all tests are"() {
        given:
        def files = new StackCode().visibleFiles(4, 300)

        expect:
        files.keySet() == ['train.jsonl'] as Set
        files['train.jsonl'].size() == 300
        files['train.jsonl'].count { it.has('answer') } == 100
        files['train.jsonl'].every { it.get('tests').size() == 6 && it.has('prompt') }
    }

    def "pretraining text holds no hidden task, and both right and wrong programs"() {
        given:
        def hidden = [Partition.PRACTICE, Partition.SEALED].collectMany { new StackCode().items(it, 5, 300)*.data()*.get('task')*.asText() } as Set
        def texts = new StackCode().pretrainingText(11).limit(3000).toList()

        expect:
        texts.every { text -> hidden.every { !text.startsWith("Task: $it.") } }
        texts.count { it.startsWith('Task: ') } in 1800..2200
        new StackCode().pretrainingText(11).limit(50).toList() == texts.take(50)
    }
}
