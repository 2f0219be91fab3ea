package org.autorl.trainers.algorithm

import java.time.Duration
import spock.lang.Specification

class SettingsSpec extends Specification {
    static final List<TrainerSettings> ALL = [
        SftTrainer.Settings.defaults(), RftTrainer.Settings.defaults(), DpoTrainer.Settings.defaults(), KtoTrainer.Settings.defaults(),
        ReinforceTrainer.Settings.defaults(), ReinforceTrainer.Settings.rloo(), GrpoTrainer.Settings.defaults(), PpoTrainer.Settings.defaults()]

    def "settings begin with what all trainers share, and have plain types: #settings.class.enclosingClass.simpleName"() {
        given:
        def components = settings.class.recordComponents

        expect:
        components.take(12)*.name as Set == TrainerSettings.methods*.name as Set - ['batchSize']
        components.every {
            def type = it.genericType instanceof java.lang.reflect.ParameterizedType ? it.genericType.actualTypeArguments[0] : it.type
            type in [int, long, double, boolean, String, Duration, Integer, Long, Double, Boolean] || type.isEnum()
        }

        where:
        settings << ALL
    }

    def "of settings with several mistakes, all are told, with TRL's names"() {
        when:
        Options.change(GrpoTrainer.Settings.defaults(), [learningRate: 0, perDeviceTrainBatchSize: 3, gradientAccumulationSteps: 1, numGenerations: 1,
            numIterations: 0, beta: 0.1d, klEstimator: KlEstimator.K1, temperature: Double.NaN, warmupRatio: 1.5d])

        then:
        IllegalArgumentException e = thrown()
        e.message == '''\
            learning_rate is 0; a number above 0 is needed
            warmup_ratio is 1.5; it must be from 0 to 1
            num_generations is 1; at least 2 are needed, because an advantage is relative to its group
            num_iterations is 0; at least 1 is needed
            kl_estimator is k1; in a loss its gradient is zero on average, so it would hold nothing; take k2 or k3
            temperature is NaN; a number above 0 is needed'''.stripIndent()
    }

    def "#what is refused"() {
        when:
        Options.change(settings, changes)

        then:
        IllegalArgumentException e = thrown()
        e.message == message

        where:
        what                           | settings                         | changes                                                        || message
        'a batch that splits a group'  | GrpoTrainer.Settings.defaults()  | [perDeviceTrainBatchSize: 12, gradientAccumulationSteps: 1]    || 'per_device_train_batch_size times gradient_accumulation_steps is 12; it must be a multiple of num_generations (8)'
        'RLOO without others'          | ReinforceTrainer.Settings.rloo() | [numGenerations: 1]                                            || 'num_generations is 1; at least 2 are needed, because the baseline is the mean of the others'
        'as many wrong as right pairs' | DpoTrainer.Settings.defaults()   | [labelSmoothing: 0.5d]                                         || 'label_smoothing is 0.5; it must be at least 0 and below 0.5'
        'smoothing in IPO'             | DpoTrainer.Settings.defaults()   | [labelSmoothing: 0.1d, lossType: DpoTrainer.LossType.IPO]      || 'label_smoothing is 0.1; loss_type ipo knows none'
        'a negative weight'            | KtoTrainer.Settings.defaults()   | [undesirableWeight: -1]                                        || 'undesirable_weight is -1; at least 0 is needed'
        'a lambda above 1'             | PpoTrainer.Settings.defaults()   | [lam: 1.1d]                                                    || 'lam is 1.1; it must be from 0 to 1'
        'no rounds'                    | RftTrainer.Settings.defaults()   | [stepsPerRound: 0]                                             || 'steps_per_round is 0; at least 1 is needed'
        'no epochs'                    | SftTrainer.Settings.defaults()   | [numTrainEpochs: 0, timeLimit: Duration.ofSeconds(-1)]         || 'time_limit is below 0\nnum_train_epochs is 0; a number above 0 is needed'
        'an unknown name'              | KtoTrainer.Settings.defaults()   | [gamma: 1]                                                     || 'there is no option `gamma`; there are ' + KtoTrainer.Settings.recordComponents*.name.join(', ')
    }

    def "a KL without a reference policy is refused: #wrong.class.enclosingClass.simpleName"() {
        when:
        Bandit.train(wrong, null, Optional.empty(), { g, s, r -> [] } as RolloutSource)

        then:
        IllegalArgumentException e = thrown()
        e.message == message

        where:
        wrong                                                          || message
        Options.change(GrpoTrainer.Settings.defaults(), [beta: 0.1d])  || 'beta is above 0, so a reference policy is needed'
        ReinforceTrainer.Settings.rloo()                               || 'beta is above 0, so a reference policy is needed'
        PpoTrainer.Settings.defaults()                                 || 'kl_coef is above 0, so a reference policy is needed'
    }

    def "the learning rate of #type goes #rates"() {
        given:
        def settings = Options.change(SftTrainer.Settings.defaults(), [learningRate: 1, lrSchedulerType: type] + warmup)
        def schedule = new Schedule(settings, 10)

        expect:
        (1..10).collect { Math.round(schedule.rate(it, 0) * 1000) / 1000 } == rates

        where:
        type                                 | warmup                            || rates
        LrSchedulerType.CONSTANT_WITH_WARMUP | [warmupSteps: 4]                  || [0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1]
        LrSchedulerType.LINEAR               | [warmupSteps: 0, warmupRatio: 0.5] || [0.2, 0.4, 0.6, 0.8, 1, 0.8, 0.6, 0.4, 0.2, 0]
        LrSchedulerType.COSINE               | [warmupSteps: 0, warmupRatio: 0]  || [0.976, 0.905, 0.794, 0.655, 0.5, 0.345, 0.206, 0.095, 0.024, 0]
        LrSchedulerType.COSINE_WITH_MIN_LR   | [warmupSteps: 0, warmupRatio: 0]  || [0.978, 0.914, 0.815, 0.689, 0.55, 0.411, 0.285, 0.186, 0.122, 0.1]
    }

    def "time that is spent moves the schedule as steps do"() {
        given:
        def settings = Options.change(SftTrainer.Settings.defaults(), [learningRate: 1, lrSchedulerType: LrSchedulerType.LINEAR, warmupRatio: 0])

        expect:
        Math.abs(new Schedule(settings, 10).rate(2, 0.75) - 0.25) < 1e-9
    }
}
