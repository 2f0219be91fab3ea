package org.autorl.trainers

import ai.djl.ndarray.NDManager
import org.autorl.records.policy.PolicyConfig
import org.autorl.trainers.policy.BpeTrainer
import org.autorl.trainers.policy.Policy
import org.autorl.trainers.policy.Tokenizer

/** A policy with two layers and some 5,000 weights, for tests. */
class TinyPolicy {
    static final String TEXT = 'Tom has 3 apples. He buys 12 more.\n> go to desk 1'

    static Tokenizer tokenizer() {
        Tokenizer.of(BpeTrainer.train([TEXT].stream(), 300))
    }

    static Policy of(NDManager manager, long seed = 1, String family = 'qwen2', int positions = 64) {
        of(manager, tokenizer(), positions, seed, family)
    }

    static Policy of(NDManager manager, Tokenizer tokenizer, int positions, long seed = 1, String family = 'qwen2') {
        def end = tokenizer.encode(BpeTrainer.END_OF_TEXT)[0] as int
        def config = PolicyConfig.of(family).vocabulary(end + 1).hidden(16).layers(2).heads(4).kvHeads(2).headDim(8)
            .intermediate(24).positions(positions).endOfText(end).build()
        Policy.fresh(config, tokenizer, manager, seed)
    }
}
