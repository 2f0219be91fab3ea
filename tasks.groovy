// What the benchmark asks, in the order of difficulty: the six tasks of Agent² RL-Bench as their paper has
// them, and after each its embedded twin, which asks the same of a small policy on two cores, in minutes.
// `./autorl check tasks.groovy` reads this file, `./autorl explain tasks.groovy` says it in plain words. What each
// word means is in docs/reference/tasks-groovy.md; how to write a task of your own is in docs/guides/add-a-task.md.

suite('agent2-rl-bench') {
    about 'Make a policy better at a checkable skill by post-training it, alone and within a budget.'
    paper 'https://arxiv.org/abs/2604.10547v1'   // where the numbers behind `published` are from
    // The version of the rules. Change a number below and the suite's fingerprint changes with it;
    // change what a number *means* and this one must rise, so that no board mixes the two.
    protocol 4
    seeds 11, 12, 13   // three attempts tell luck from skill; a run takes the first alone unless told otherwise
    combination meanOverLevels
    ties earlier

    // As in the paper, with two differences that let a score be checked: submissions are counted, and what they
    // are graded on while the clock runs (practice) is not what counts in the end (sealed, the paper's test).
    profile('full') {
        hubPolicy 'Qwen/Qwen2.5-7B-Instruct', licence: 'Apache-2.0', revision: 'a09a35458c702b33eeacc393d103063234e8bc28'
        modes     free, sftOnly, rlOnly, multi
        budget {
            wallClock   12.hours   // time that the agent waits for the grader is not charged
            submissions 100
            gpus        2, memory: 141.GB
            disk        500.GB
            memory      256.GB
        }
        submission { checkpoint atMost: 20.GB; lineage descendsFromBase }   // in bfloat16, with room to spare; no other policy
    }

    // Generated data, our own base policy, no GPU. The splits are disjoint whatever the seeds, for the content of an
    // item decides its side; hidden seeds are long and random so that nobody makes the items by guessing.
    profile('embedded') {
        embedded()   // a run with no choice takes these tasks
        policy 'tasks/policies/base-1m'
        budget {
            wallClock   100.seconds
            submissions 8      // few enough that practice cannot be searched by submitting
            disk        512.MB
            memory      6.GB
        }
        submission { checkpoint atMost: 64.MB; lineage descendsFromBase }   // in float32, with room to spare
    }

    level(1, 'Static rule') {
        adds 'A reward that the agent can compute itself, of one completion.'
        task('gsm8k', uses: 'full') {
            about     'Teach the policy to solve grade-school word problems; the answer is a number.'
            published 'Qwen2.5-7B-Instruct', baseline: 77.70, best: 85.06, by: 'Claude Code, Opus 4.6, multi'
            published 'Qwen3-8B-Base',       baseline: 83.02, best: 89.46, by: 'Codex CLI, GPT-5.2'
            data huggingFace('openai/gsm8k', config: 'main', licence: 'MIT', revision: 'e53f048856ff4f594e959d75785d2c2d37b678ee') {
                prompt 'Question: {question}\nLet\'s think step by step\nAnswer:'
                answer 'answer', after: '#### ', without: ','
                visible  6973, of: 'train'
                practice  500, of: 'train', after: 6973
                sealed   1319, of: 'test'
            }
            grader exactMatch {
                follows   'OpenCompass 0.5.1, gsm8k_gen_1d7fe4, greedy for every policy'
                passAt    80
                chatTemplate(); shots 4; maxTokens 512
                stop      'Question:'
                answer    lastNumber
                expect    'She has 3 + 4 = 7 left, so 1,007 in all. #### 1007', of: '1007'
                expectNot 'I do not know.', of: '1007'
            }
        }

        task('word-problems', uses: 'embedded') {
            about 'Teach the policy to solve arithmetic word problems and to give the answer in the agreed form.'
            data generated('arithmetic') {
                visible  4000, seed: 1   // the agent has these items, so their seed is no secret
                practice  100, seed: 4820159337260148375L   // scored at each submission
                sealed    200, seed: 7719360245183306121L   // scored once, after the clock: the result
            }
            grader exactMatch {
                passAt    40
                maxTokens 40                      // room for a worked answer
                stop      '\n\n', 'Question:'     // a policy that goes on to ask is not read any further
                // The rule by example. `check` tries them, and the task's page shows them.
                expect    '8 + 5 = 13. 13 - 2 = 11. #### 11', of: '11'
                expectNot '8 + 5 = 13. 13 - 2 = 11.',         of: '11'
            }
        }

        task('humaneval', uses: 'full') {
            about     'Teach the policy to write Python functions that pass hidden tests.'
            published 'Qwen2.5-7B-Instruct', baseline: 75.61, best: 81.71, by: 'Claude Code, Opus 4.6'
            published 'Qwen3-8B-Base',       baseline: 62.20, best: 84.15, by: 'Claude Code, Opus 4.6'
            data huggingFace('openai/openai_humaneval', licence: 'MIT', revision: '7dce6050a7d6d172f3cc5c32aa97f52fa1a2e544') {
                prompt 'Read this signature and docstring, implement the function in full, and answer with code alone:\n{prompt}'
                answer 'canonical_solution'
                visible  41, of: 'test'   // the paper shows 82 and grades on the other 82
                practice 41, of: 'test', after: 41
                sealed   82, of: 'test', after: 82
            }
            grader unitTests {
                follows   'OpenCompass 0.5.1, humaneval_gen, greedy for every policy'
                passAt    78
                chatTemplate(); maxTokens 1024
                language  'python'
            }
        }

        task('stack-code', uses: 'embedded') {
            about 'Teach the policy to write programs in a small stack language that pass hidden tests.'
            data generated('stack-code') {
                visible  2000, seed: 4
                practice 100, seed: 6700082412122145422L
                sealed   200, seed: 8857510877183516065L
            }
            grader unitTests { language 'stack'; passAt 40; maxTokens 24; stop '\n' }
        }
    }

    level(2, 'Hidden judge') {
        adds 'A reward that the agent can only learn from examples: the judge itself is out of sight.'
        task('alpaca-eval', uses: 'full') {
            about     'Teach the policy to follow instructions so that a judge prefers it to GPT-4 Turbo.'
            published 'Qwen2.5-7B-Instruct', baseline: 18.90, best: 30.76, by: 'Claude Code, Opus 4.6'
            published 'Qwen3-8B-Base',       baseline: 14.68, best: 26.91, by: 'Claude Code, Opus 4.6'
            data huggingFace('tatsu-lab/alpaca', licence: 'CC-BY-NC-4.0', revision: 'dce01c9b08f87459cf36a430d809084718273017') {
                prompt '{instruction}\n\n{input}', ifBlank: '{instruction}'
                answer 'output'
                visible  2000, of: 'train'
                practice  200, of: 'train', after: 2000
            }
            data huggingFace('tatsu-lab/alpaca_eval', licence: 'CC-BY-NC-4.0', revision: '2edc6fad8be6b14ea7230aabfd08188da6b8b814') {
                prompt '{instruction}'; answer 'output'
                sealed 805, of: 'alpaca_eval_gpt4_baseline.json'
            }
            grader judged('alpaca-eval') {
                follows    'alpaca_eval 0.6, weighted win rate by length'
                metric     'length-controlled win rate', '%', higherIsBetter
                passAt     25
                chatTemplate(); maxTokens 512; maxContext 4096
                model      'gpt-5.2', version: '1', prompt: 'tasks/alpaca-eval/judge.md'   // forced choice
                bothOrders(); lengthControlled()
            }
        }

        task('polite-notes', uses: 'embedded') {
            about 'Teach the policy to write short notes that a hidden judge prefers to the reference notes.'
            data generated('letters') {
                visible  700, seed: 2
                practice 100, seed: 1306648927715530942L
                sealed   200, seed: 5948270116392874403L
            }
            grader judged('notes') { passAt 60; maxTokens 64; stop '\nInstruction:' }   // 50: as good as the reference
        }
    }

    level(3, 'Interaction') {
        adds 'A reward at the end of an episode: the policy acts, the world answers, many steps pass.'
        task('alfworld', uses: 'full') {
            about     'Teach the policy to carry out household errands in a text world.'
            published 'Qwen2.5-7B-Instruct', baseline: 4.85, best: 95.52, by: 'Claude Code, Opus 4.6'
            published 'Qwen3-8B-Base',       baseline: 8.96, best: 97.76, by: 'Claude Code, Opus 4.6'
            data gitRepository('https://github.com/alfworld/alfworld', licence: 'MIT', revision: '0.2.2') {
                visible  3553, of: 'train'
                practice  140, of: 'valid_seen'
                sealed    134, of: 'valid_unseen'
            }
            environment 'alfworld', steps: 50, actions: ['go to {place}', 'take {thing} from {place}', 'move {thing} to {place}',
                'open {place}', 'close {place}', 'clean {thing} with {place}', 'heat {thing} with {place}',
                'cool {thing} with {place}', 'use {thing}', 'examine {thing}', 'inventory', 'look']
            grader episodes {
                follows   'ReAct: two worked episodes of the same type of errand; a thought costs a step and changes nothing'
                passAt    50
                shots     2
                maxTokens 100
            }
        }

        task('household', uses: 'embedded') {
            about 'Teach the policy to carry out household errands in a text world, one command at a time.'
            budget { wallClock 200.seconds }   // the rest is the profile's
            data generated('household') {
                visible  600, seed: 3   // games; demonstrations come with a few of them
                practice 100, seed: 8265017743091652687L
                sealed   200, seed: 3071594408826134519L
            }
            environment 'household', steps: 8, actions: ['go to {place}', 'take {thing} from {place}', 'move {thing} to {place}']
            grader episodes { passAt 40; maxTokens 12 }   // tokens of one action, not of the episode
        }

        task('webshop', uses: 'full') {
            about     'Teach the policy to buy what an instruction describes in a web shop.'
            published 'Qwen2.5-7B-Instruct', baseline: 69.00, best: 93.00, by: 'Claude Code, Opus 4.6, SFT only'
            published 'Qwen3-8B-Base',       baseline: 0.00,  best: 75.00, by: 'Codex CLI, GPT-5.2'
            data gitRepository('https://github.com/princeton-nlp/WebShop', licence: 'MIT',
                               revision: '64fa2a5c15c7daa698b9ac93f5bb5437b634c9bd') {
                visible  5000, of: 'goals', after: 1500
                practice  100, of: 'goals', after: 500
                sealed    100, of: 'goals'
            }
            environment 'webshop', steps: 50, actions: ['search[{words}]', 'click[{what}]']
            grader episodes {
                passAt    75
                successAt 0.5
                chatTemplate()
                maxTokens 100
            }
        }

        task('shop', uses: 'embedded') {
            about 'Teach the policy to buy what an instruction describes in a small shop.'
            data generated('shop') {
                visible  600, seed: 5
                practice 100, seed: 4367609438098164942L
                sealed   200, seed: 8143490784856215378L
            }
            budget { wallClock 200.seconds }
            environment 'shop', steps: 8, actions: ['search[{words}]', 'click[{what}]']
            grader episodes { passAt 40; maxTokens 24 }   // all of the reward, so everything fits
        }

        task('deep-search-qa', uses: 'full') {
            about     'Teach the policy to answer questions by searching, several times if need be.'
            network   open
            published 'Qwen2.5-7B-Instruct', baseline: 11.75, best: 21.00, by: 'OpenCode, GPT-5.4'
            published 'Qwen3-8B-Base',       baseline: 12.25, best: 19.00, by: 'Gemini CLI, 2.5-flash'
            data huggingFace('google/deepsearchqa', licence: 'Apache-2.0', revision: 'b2623f8653065c2672de6d941fc5434cd652376c') {
                prompt '{problem}'; answer 'answer'
                shuffle  42
                visible  100, of: 'eval'
                sealed   200, of: 'eval', after: 100
                practice 200, of: 'eval', after: 300   // unused in the paper
            }
            environment 'search', steps: 6, actions: ['search[{words}]', 'answer[{text}]']
            grader episodes {
                passAt     20
                maxTokens  256; maxContext 4096; stop '\nObservation:'
            }
        }

        task('search', uses: 'embedded') {
            about 'Teach the policy to answer questions about people by searching, twice if need be.'
            data generated('search') {
                visible  600, seed: 6
                practice 100, seed: 4666030772808611209L
                sealed   200, seed: 8086019698450403368L
            }
            budget { wallClock 200.seconds }
            environment 'search', steps: 6, actions: ['search[{words}]', 'answer[{text}]']
            grader episodes { passAt 40; maxTokens 32 }
        }
    }
}
