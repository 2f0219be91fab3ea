package org.autorl.trainers.cli

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class MainSpec extends Specification {
    @TempDir
    Path folder

    def "a folder that is no policy is its owner's mistake, and told without a stack trace"() {
        given:
        def java = Path.of(System.getProperty('java.home'), 'bin/java').toString()
        def worker = new ProcessBuilder(java, '-cp', System.getProperty('java.class.path'), 'org.autorl.trainers.cli.Main',
            'worker', '--policy', folder.toString()).start()

        expect:
        worker.errorStream.text.readLines().findAll { it.startsWith('error: ') || it.startsWith('\tat ') } == ['error: `config.json` is missing']
        worker.waitFor() == 1
    }
}
