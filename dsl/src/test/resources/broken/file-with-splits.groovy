suite('small') {
    about 'One task, to show how a task file reads.'
    protocol 1
    seeds 11, 12
    level(1, 'Static rule') {
        adds 'A reward that a rule can compute.'
        task('sums') {
            about 'Teach the policy to add.'
            embedded()
            prompt 'prompt.md'
            policy 'policy'
            data file('items.jsonl', licence: 'CC0-1.0', digest: '04428f3fdfb15c1fc131ab8b900ccd87373320ce8e7761ded551709c0a791455') {
                visible  2
                practice 1, after: 2
                sealed   1, of: 'test', after: 3
            }
            budget {
                wallClock 90.seconds
                submissions 3
                disk 256.MB
                memory 2.GB
            }
            submission { checkpoint atMost: 16.MB }
            grader exactMatch {
                metric 'accuracy', '%', higherIsBetter
                passAt 40
                maxTokens 24
                stop '\n'
            }
        }
    }
}
