// What the benchmark asks, in the order of difficulty. How it is run is the runner's business.
//
// `./autorl check tasks.groovy` reads this file and runs nothing. What each word means is in
// docs/reference/tasks-groovy.md; how to write a task of your own in docs/guides/add-a-task.md.

suite('embedded') {
    about 'Make a small policy better at a checkable skill by post-training it, alone and within a budget.'

    // The version of the rules. Change a number below and the suite's fingerprint changes with it;
    // change what a number *means* and this one must rise, so that no board mixes the two.
    protocol 1

    // Three attempts tell luck from skill. A run takes the first alone unless told otherwise.
    seeds 11, 12, 13

    level(1, 'Static rule') {
        adds 'A reward that the agent can compute itself: the answer is a number.'

        task('word-problems') {
            about 'Teach the policy to solve arithmetic word problems and to give the answer in the agreed form.'
            embedded()   // generated data, our own base policy, no GPU: a run with no choice takes it

            prompt 'tasks/word-problems/prompt.md'
            policy 'tasks/policies/base-1m'

            data('arithmetic') {
                visible  4000, seed: 1   // the agent has these items, so their seed is no secret

                // The splits are disjoint whatever the seeds: the content of an item decides its side.
                // The seeds are long and random so that nobody makes the hidden items by guessing.
                practice  100, seed: 4820159337260148375L   // scored at each submission
                sealed    200, seed: 7719360245183306121L   // scored once, after the clock: the result
            }
            budget {
                wallClock   100.seconds   // time that the agent waits for the grader is not charged
                submissions 8             // few enough that practice cannot be searched by submitting
                disk        512.MB
                memory      6.GB
            }
            submission {
                checkpoint atMost: 64.MB   // the base policy in float32, with room to spare
            }
            grader exactMatch {
                metric    'accuracy', '%', higherIsBetter
                passAt    40
                maxTokens 40               // room for a worked answer
                stop      '\n\n', 'Question:'   // a policy that goes on to ask is not read any further

                // The rule by example. `check` tries them, and the task's page shows them.
                expect    '8 + 5 = 13. 13 - 2 = 11. #### 11', of: '11'
                expectNot '8 + 5 = 13. 13 - 2 = 11.',         of: '11'
            }
        }
    }

    level(2, 'Hidden judge') {
        adds 'A reward that the agent can only learn from examples: the judge itself is out of sight.'

        task('polite-notes') {
            about 'Teach the policy to write short notes that a hidden judge prefers to the reference notes.'
            embedded()

            prompt 'tasks/polite-notes/prompt.md'
            policy 'tasks/policies/base-1m'

            data('letters') {
                visible  700, seed: 2
                practice  100, seed: 1306648927715530942L
                sealed    200, seed: 5948270116392874403L
            }
            budget {
                wallClock   100.seconds
                submissions 8
                disk        512.MB
                memory      6.GB
            }
            submission {
                checkpoint atMost: 64.MB
            }
            grader judged('notes') {
                metric    'win rate', '%', higherIsBetter   // 50 is as good as the reference notes
                passAt    60
                maxTokens 64
            }
        }
    }

    level(3, 'Interaction') {
        adds 'A reward at the end of an episode: the policy acts, the world answers, many steps pass.'

        task('household') {
            about 'Teach the policy to carry out household errands in a text world, one command at a time.'
            embedded()

            prompt 'tasks/household/prompt.md'
            policy 'tasks/policies/base-1m'

            data('household') {
                visible  600, seed: 3   // games; demonstrations come with a few of them
                practice 100, seed: 8265017743091652687L
                sealed   200, seed: 3071594408826134519L
            }
            budget {
                wallClock   200.seconds
                submissions 8
                disk        512.MB
                memory      6.GB
            }
            submission {
                checkpoint atMost: 64.MB
            }
            grader episodes {
                metric    'success rate', '%', higherIsBetter
                passAt    40
                maxTokens 12   // of one action, not of the episode
            }
        }
    }
}
