// Imported from `hello-world`, a task folder of Harbor.
// author_name Some Author, difficulty easy, category programming, tags files trivial
// A draft: such a task asks an agent to change a container. It has no policy to train, no items, and no
// grader of completions. What it says stands below; what is missing is marked `To do`, and `check` asks for
// it.
//
// Not carried over: of task.toml, `verifier.env`, `environment.build_timeout_sec = 600`,
// `environment.docker_image = some-owner/some-image:1`, `environment.cpus = 2`
// Not carried over: of its files, `environment/`, `solution/`, `tests/`

task('hello-world', uses: 'embedded') {
    about 'Create a file called `hello.txt`.'

    // To do: the items. Write a JSON-lines file, each line with a `prompt` and an `answer`, and name it here:
    //
    //     data file('items.jsonl', licence: 'CC0-1.0', digest: 'its SHA-256') {
    //         visible  60
    //         practice 20, after: 60
    //         sealed   20, after: 80
    //     }

    budget {
        wallClock   30.minutes
        disk        10.GB
        memory      2.GB
    }

    // To do: the program. Tests of a container cannot grade a completion, so write one that can, with a function
    // `evaluate(question, model_answer, reference_answer)` that answers 0 to 1, as `tests/evaluate.py`.
    grader program('tests/evaluate.py') {
        passAt    50           // not stated there: grade the base policy first, then choose
        maxTokens 512          // not stated there
        timeout   91.seconds   // the verifier's there, for one completion here
    }
}
