suite('all-words') {
    about 'A suite that says all that can be said.'
    paper 'https://arxiv.org/abs/2604.10547v1'
    protocol 3
    seeds 11, 12
    combination meanOverLevels
    ties later
    profile('small') {
        embedded()
        policy 'policy'
        network offline
        modes free, sftOnly
        budget {
            wallClock 90.seconds
            submissions 3
            disk 256.MB
            memory 2.GB
        }
        submission { checkpoint atMost: 16.MB; scores rounded: 0.5 }
    }
    profile('large') {
        hubPolicy 'Qwen/Qwen2.5-7B-Instruct', licence: 'Apache-2.0', revision: 'a09a35458c702b33eeacc393d103063234e8bc28'
        network open
        modes free, rlOnly, multi
        budget {
            wallClock 12.hours
            agentTime 90.minutes
            submissions 100
            disk 500.GB
            memory 256.GB
            gpus 2, memory: 141.GB
            gpuTime 24.hours
            tokens 50_000_000
            dollars 99.5
        }
        submission { checkpoint atMost: 20.GB; lineage descendsFromBase; ladder step: 1.0 }
    }
    level(1, 'Static rule') {
        adds 'A reward that a rule can compute.'
        include 'included/task.groovy'
        task('sums', uses: 'large') {
            about 'Teach the policy to add.'
            prompt 'prompt.md'
            exposes 'items.jsonl', 'good.groovy'
            published 'Qwen2.5-7B-Instruct', baseline: 77.70, best: 85.06, by: 'somebody'
            published 'Qwen3-8B-Base', baseline: 83
            gate 'capitals', fallsAtMost: 2.5
            gate 'errors', atLeast: 3
            data huggingFace('openai/gsm8k', config: 'main', licence: 'MIT', revision: 'e53f048856ff4f594e959d75785d2c2d37b678ee') {
                prompt 'Question: {question}\nAnswer:', ifBlank: '{instruction}'
                answer 'answer', after: '#### ', without: ','
                shuffle 42
                visible 6973, of: 'train'
                practice 500, of: 'train', after: 6973
                sealed 1319, of: 'test'
            }
            grader exactMatch {
                follows 'an evaluator, version 1'
                metric 'accuracy', '%', higherIsBetter
                passAt 80.5
                maxTokens 512
                maxContext 4096
                temperature 0.6
                topP 0.95
                topK 20
                chatTemplate()
                shots 4
                stop 'Question:'
                answer lastNumber
                tolerance 0.01
                expect 'It is 4.', of: '4'
                expectNot 'It is 5.', of: '4'
            }
        }
        task('capitals', uses: 'small') {
            about 'Teach the policy where governments sit.'
            prompt 'prompt.md'
            budget { wallClock 200.seconds }
            data file('items.jsonl', licence: 'CC0-1.0', digest: '04428f3fdfb15c1fc131ab8b900ccd87373320ce8e7761ded551709c0a791455') {
                prompt 'What sits in {prompt}?'
                answer 'answer'
                visible 2
                practice 1, after: 2
                sealed 1, after: 3
            }
            grader exactMatch {
                passAt 40
                maxTokens 8
                answer firstGroup('the capital is (\\w+)')
                ignoreCase()
                expect 'So the capital is ROME.', of: 'Rome'
            }
        }
        task('letters', uses: 'small') {
            network mirrored
            about 'Teach the policy to choose.'
            prompt 'prompt.md'
            data generated('arithmetic') {
                visible 100, seed: 1
                practice 50, seed: 2
                sealed 50, seed: 3
            }
            grader exactMatch { passAt 40; maxTokens 8; answer choiceLetter }
        }
        task('texts', uses: 'small') {
            about 'Teach the policy to say the same.'
            prompt 'prompt.md'
            data generated('arithmetic') {
                visible 100, seed: 1
                practice 50, seed: 2
                sealed 50, seed: 3
            }
            grader exactMatch { passAt 40; maxTokens 8; answer wholeText }
        }
        task('marks', uses: 'small') {
            about 'Teach the policy to mark its answer.'
            prompt 'prompt.md'
            data generated('arithmetic') {
                visible 100, seed: 1
                practice 50, seed: 2
                sealed 50, seed: 3
            }
            grader exactMatch { passAt 40; maxTokens 8; answer afterMark }
        }
        task('errors', uses: 'small') {
            about 'Teach the policy to guess numbers.'
            prompt 'prompt.md'
            data generated('arithmetic') {
                visible 100, seed: 1
                practice 50, seed: 2
                sealed 50, seed: 3
            }
            grader meanAbsoluteError {
                metric 'mean absolute error', 'apples', lowerIsBetter
                passAt 140
                maxTokens 8
            }
        }
        task('lists', uses: 'small') {
            about 'Teach the policy to rank.'
            prompt 'prompt.md'
            data generated('arithmetic') {
                visible 100, seed: 1
                practice 50, seed: 2
                sealed 50, seed: 3
            }
            grader hitRate { passAt 40; maxTokens 80 }
        }
        task('programs', uses: 'small') {
            about 'Teach the policy to write programs.'
            prompt 'prompt.md'
            data gitRepository('https://example.org/programs', licence: 'LicenseRef-Own', revision: '0.2.2') {
                visible 100, of: 'train'
                practice 50, of: 'valid'
                sealed 50, of: 'test'
            }
            grader unitTests {
                language 'python'
                timeout 3.seconds
                k 5
                samples 10
                passAt 40
                maxTokens 512
            }
        }
        task('graded', uses: 'small') {
            about 'Teach the policy what a program of the task says.'
            prompt 'prompt.md'
            data generated('arithmetic') {
                visible 100, seed: 1
                practice 50, seed: 2
                sealed 50, seed: 3
            }
            grader program('good.groovy') { timeout 10.seconds; passAt 40; maxTokens 80 }
        }
    }
    level(2, 'Judges') {
        adds 'A judge.'
        task('notes', uses: 'small') {
            about 'Teach the policy to please.'
            prompt 'prompt.md'
            data generated('letters') {
                visible 100, seed: 1
                practice 50, seed: 2
                sealed 50, seed: 3
            }
            grader judged('notes') {
                passAt 60
                maxTokens 64
                model 'gpt-5.2', version: '1', prompt: 'pairs.md'
                calibration 'items.jsonl', agreement: 65
                lengthControlled()
                bothOrders()
            }
        }
    }
    level(3, 'Interaction') {
        adds 'A world.'
        task('errands', uses: 'small') {
            about 'Teach the policy to carry out errands.'
            prompt 'prompt.md'
            data generated('household') {
                visible 100, seed: 1
                practice 50, seed: 2
                sealed 50, seed: 3
            }
            environment 'household', steps: 8, actions: ['go to {place}', 'look']
            grader episodes { counts successes; successAt 0.5; passAt 40; maxTokens 12 }
        }
        task('shopping', uses: 'small') {
            about 'Teach the policy to shop.'
            prompt 'prompt.md'
            data generated('shop') {
                visible 100, seed: 1
                practice 50, seed: 2
                sealed 50, seed: 3
            }
            environment 'shop', steps: 8, actions: ['search[{words}]']
            grader episodes { counts rewards; passAt 40; maxTokens 12 }
        }
    }
}
