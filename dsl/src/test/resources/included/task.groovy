task('alone', uses: 'small') {
    about 'Teach the policy to copy.'
    prompt 'alone.md'
    data generated('arithmetic') {
        visible  100, seed: 1
        practice 50, seed: 2
        sealed   50, seed: 3
    }
    grader rougeL {
        passAt    40
        maxTokens 24
    }
}
