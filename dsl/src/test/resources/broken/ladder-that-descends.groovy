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
            data generated('arithmetic') {
                visible  1000, seed: 1
                practice 50, seed: 5502938461177320946L
                sealed   100, seed: 1938470265519043387L
            }
            budget {
                wallClock 90.seconds
                submissions 3
                disk 256.MB
                memory 2.GB
            }
            submission { checkpoint atMost: 16.MB; ladder step: -1.5 }
            grader exactMatch {
                metric 'accuracy', '%', higherIsBetter
                passAt 40
                maxTokens 24
                stop '\n'
            }
        }
    }
}
