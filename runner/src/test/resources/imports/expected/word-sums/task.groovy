// Imported from `word_sums`, a task folder of Agent² RL-Bench.
// task_type: arithmetic
// source: hf_dataset some-owner/sums, hf_split train, max_samples 10
//
// Not carried over: questions and answers that are no texts: they are JSON text now, and `evaluate` is given
// that
// Not carried over: `data/train.jsonl` of expose_files: it holds rows, and the agent sees the visible ones
// alone
// Not carried over: of config.yaml, `gpus = 4`
// Not carried over: of its files, `download_data.py`

task('word-sums', uses: 'embedded') {
    about 'Add small numbers, and say the sum\'s digits.'
    exposes 'notes/format.md', 'eval.py'

    // The 10 rows of data/train.jsonl by the SHA-256 of their questions, so that their old order says nothing. Of
    // the different questions, three fifths are visible, one fifth is practice and one fifth sealed, at least one
    // each; rows with the same question stay together. The agent sees none of the rows that it is graded on.
    // The licence of the rows is not stated there: look for it, and write it here.
    data file('items.jsonl', licence: 'LicenseRef-unknown', digest: '4066d5bec58e4f364b3e3a5a7ae3c979f1f31eeb302fe4bf928def1d8f9b685d') {
        visible  6
        practice 2, after: 6
        sealed   2, after: 8
    }

    grader program('eval.py') {
        follows   'eval.py of Agent² RL-Bench, greedy, bare prompts'
        passAt    50           // not stated there: grade the base policy first, then choose
        maxTokens 2048         // as there
        timeout   10.seconds   // not stated there
    }
}
