package org.autorl.trainers.recipe

import java.time.Duration
import org.autorl.environments.Family
import org.autorl.environments.World
import org.autorl.records.Json
import org.autorl.trainers.algorithm.GrpoTrainer
import org.autorl.trainers.algorithm.LrSchedulerType
import spock.lang.Specification

class SftGrpoRecipeSpec extends Specification {
    def "the recipe trains #name with #groups groups of 8, at rate #rate, with beta #beta"() {
        given:
        def settings = SftGrpoRecipe.settings(lesson(), 2, 7)

        expect:
        with(settings) {
            batchSize() == groups * 8
            perDeviceTrainBatchSize() <= 64
            numGenerations() == 8
            learningRate() == rate
            it.beta() == beta
            timeLimit().get() == Duration.ofSeconds(2)
            seed() == 7
            maxSteps() == 1000
            numIterations() == 1
            epsilon() == 0.2d
            epsilonHigh() == 0.28d
            lossType() == GrpoTrainer.LossType.GRPO
            scaleRewards() == GrpoTrainer.ScaleRewards.GROUP
            lrSchedulerType() == LrSchedulerType.CONSTANT_WITH_WARMUP
            warmupSteps() == 5
            weightDecay() == 0d
        }
        lesson().imitationShare() == share

        where:
        name            | lesson                                                                                  || groups | rate | beta | share
        'word problems' | { new WordProblems([]) }                                                                || 16     | 5e-5 | 0    | 0.5
        'notes'         | { new Notes([], PairReward.fit([Json.readObject(PAIR)], 1)) }                           || 12     | 5e-5 | 0.02 | 0.5
        'programs'      | { new Programs([]) }                                                                    || 16     | 2e-4 | 0    | 0.1
        'games'         | { new Games(Family.named('household').get() as World, [], []) }                          || 8      | 2e-4 | 0    | 0.08
    }

    static final String PAIR = '{"prompt": "Write to Ann.", "chosen": "Dear Ann.", "rejected": "Hey."}'
}
