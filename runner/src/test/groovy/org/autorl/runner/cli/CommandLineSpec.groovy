package org.autorl.runner.cli

import java.nio.file.Path
import org.autorl.runner.sandbox.Sandbox
import spock.lang.Specification
import spock.lang.TempDir

class CommandLineSpec extends Specification {
    @TempDir
    Path folder

    def "no such task file"() {
        when:
        Suites.load(Path.of('nowhere.groovy'))

        then:
        UserError e = thrown()
        e.rendered() == '''\
            error: no such task file: nowhere.groovy

            hint: Give the path of a `tasks.groovy`; the embedded suite is in the project's root.
            '''.stripIndent()
    }

    def "without bubblewrap a run is refused, and the way out is named"() {
        when:
        Machinery.find('bubblewrap', [PATH: folder.toString(), HOME: folder.toString()])

        then:
        UserError e = thrown()
        e.rendered() == '''\
            error: bubblewrap is missing; without it nothing holds an agent in

            hint: Install it (Debian: apt-get install bubblewrap), or run with `--sandbox none`; scores are then marked unisolated.
            '''.stripIndent()
        Sandbox.bubblewrap(folder.toString()).empty
    }

    def "a port that is taken is refused before anything begins"() {
        given:
        def taken = new ServerSocket(0, 1, InetAddress.loopbackAddress)
        def options = new RunOptions(port: taken.localPort)

        when:
        options.checkPort()

        then:
        UserError e = thrown()
        e.rendered() == "error: port ${taken.localPort} is taken\n\nhint: Choose another with `--port`, or leave it out.\n"

        cleanup:
        taken.close()
    }

    def "mistakes of the user exit with 1, of the command line with 2"() {
        expect:
        Main.execute(*words) == status

        where:
        words                           || status
        ['check', 'nowhere.groovy']     || 1
        ['verify', 'nowhere']           || 1
        ['check']                       || 2
        ['fly']                         || 2
        ['agents']                      || 0
    }
}
