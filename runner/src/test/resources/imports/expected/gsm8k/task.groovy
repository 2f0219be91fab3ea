// Imported from `grade_school`, a task folder of Agent² RL-Bench.
// source: hf_dataset openai/gsm8k, hf_subset main, hf_split train, max_samples 100

task('gsm8k', uses: 'full') {
    about 'Grade-school word problems.'

    data huggingFace('openai/gsm8k', config: 'main', licence: 'MIT', revision: 'e53f048856ff4f594e959d75785d2c2d37b678ee') {
        prompt   'Question: {question}\nLet\'s think step by step\nAnswer:'
        answer   'answer', after: '#### ', without: ','
        visible  100, of: 'train'
        practice 500, of: 'train', after: 6973
        sealed   1319, of: 'test'
    }

    grader exactMatch {
        follows   'OpenCompass 0.5.1, gsm8k_gen_1d7fe4, greedy for every policy'
        passAt    80
        chatTemplate()
        shots     4
        maxTokens 512
        stop      'Question:'
        answer    lastNumber
    }
}
