// The full public data, asked so that the embedded base policy with its context of 512 tokens can be asked at all.
suite('worker-forms') {
    about 'Whether all forms of worker give the same score on the full data.'
    protocol 1
    seeds 11
    profile('small') {
        policy 'tasks/policies/base-1m'
        budget { wallClock 1.minutes; submissions 1; disk 64.MB; memory 1.GB }
        submission { checkpoint atMost: 64.MB }
    }
    level(1, 'Static rule') {
        adds 'A reward that can be computed.'
        task('gsm8k', uses: 'small') {
            about 'The whole test split.'
            data huggingFace('openai/gsm8k', config: 'main', licence: 'MIT', revision: 'e53f048856ff4f594e959d75785d2c2d37b678ee') {
                prompt '{question}\n'   // as the base policy was pretrained to be asked
                answer 'answer', after: '#### ', without: ','
                visible  1, of: 'train'
                practice 1, of: 'train', after: 1
                sealed   1319, of: 'test'
            }
            grader exactMatch { passAt 80; maxTokens 48; stop 'Question:', '\n\n'; answer lastNumber }
        }
        task('humaneval', uses: 'small') {
            about 'The hidden half of the only split, as plain text.'
            data huggingFace('openai/openai_humaneval', licence: 'MIT', revision: '7dce6050a7d6d172f3cc5c32aa97f52fa1a2e544') {
                prompt '{prompt}'
                answer 'canonical_solution'
                visible  1, of: 'test'
                practice 1, of: 'test', after: 1
                sealed   162, of: 'test', after: 2
            }
            grader unitTests { passAt 78; maxTokens 48; language 'python' }
        }
    }
}
