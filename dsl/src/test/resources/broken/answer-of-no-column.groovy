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
            data huggingFace('openai/gsm8k', config: 'main', licence: 'MIT', revision: 'e53f048856ff4f594e959d75785d2c2d37b678ee') {
                answer ' ', after: '#### '
                visible  100, of: 'train'
                practice 50, of: 'train', after: 100
                sealed   50, of: 'test'
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
