package org.autorl.trainers.script

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.trainers.algorithm.TrainerSettings
import spock.lang.Specification

/** The reference of options is the doc comments of the settings records, and so is the help of the command line. */
class TrainersReferenceSpec extends Specification {
    static final Path PAGE = Path.of('../docs/reference/trainers.md')
    static final Path TEXTS = Path.of('src/main/resources/org/autorl/trainers/script/options.properties')
    static final Path ALGORITHMS = Path.of('src/main/java/org/autorl/trainers/algorithm')

    def "the page says what the records say"() {
        given:
        write(PAGE, page())

        expect:
        PAGE.toFile().text == page()
    }

    def "the command line's texts are those of the records"() {
        given:
        write(TEXTS, properties())

        expect:
        TEXTS.toFile().getText('UTF-8') == properties()
    }

    def "every option of every algorithm is described"() {
        expect:
        Algorithms.all().every { algorithm ->
            algorithm.commandLine().options().every { meaning(algorithm, it.name()) }
        }
    }

    private static void write(Path file, String text) {
        if (System.getenv('AUTORL_WRITE_REFERENCE')) {
            Files.createDirectories(file.parent)
            Files.writeString(file, text)
        }
    }

    private static String page() {
        def text = new StringBuilder('''\
# Algorithms and their options
What `autorl train ALGORITHM` and the words of a `train.groovy` can do. On the command line an option is written `--max-steps 50`, in a script
`maxSteps: 50`; files and metrics have TRL's `max_steps`. [Train a policy](../guides/train-a-policy.md) shows both in use.

This page is generated from the settings records in `trainers/`; a spec fails when they differ, and writes it anew with `AUTORL_WRITE_REFERENCE=1`.

## Options of all
Defaults differ between algorithms and stand with each.

| option | takes | means |
| --- | --- | --- |
''')
        def some = Algorithms.named('grpo').get()
        some.binder().options().findAll { isCommon(it.name()) }.each {
            text << "| `${it.name()}` | ${cell(it.needed())} | ${cell(meaning(some, it.name()))} |\n"
        }
        new SettingsBinder('train', [FolderOptions.defaults()]).options().each {
            text << "| `${it.name()}` | ${cell(it.needed())} | ${cell(meaning(some, it.name()))}; on the command line alone |\n"
        }
        Algorithms.all().each { algorithm ->
            text << "\n## ${algorithm.name()}\n${algorithm.about()} A line of data is `${algorithm.format().shape()}`.\n\n"
            def options = algorithm.binder().options()
            text << 'Of all: ' << options.findAll { isCommon(it.name()) }.collect { "`${it.name()}` ${it.initialText()}" }.join(', ') << '.\n\n'
            text << '| option | takes | default | means |\n| --- | --- | --- | --- |\n'
            options.findAll { !isCommon(it.name()) }.each {
                text << "| `${it.name()}` | ${cell(it.needed())} | ${it.initialText()} | ${cell(meaning(algorithm, it.name()))} |\n"
            }
        }
        text
    }

    private static String properties() {
        def text = new StringBuilder('# Made from the doc comments of the settings records by TrainersReferenceSpec, with AUTORL_WRITE_REFERENCE=1.\n')
        Algorithms.all().each { algorithm ->
            algorithm.commandLine().options().each { text << "${algorithm.name()}.${it.name()}=${meaning(algorithm, it.name())}\n" }
        }
        text
    }

    private static boolean isCommon(String option) {
        TrainerSettings.methods.any { it.name == option }
    }

    /** What a doc comment says of an option, on one line, without the default: that is told beside it. */
    private static String meaning(Algorithm algorithm, String option) {
        def own = algorithm.defaults().class.recordComponents.any { it.name == option }
        def file = own ? ALGORITHMS.resolve("${algorithm.defaults().class.enclosingClass.simpleName}.java") : Path.of('src/main/java/org/autorl/trainers/script/FolderOptions.java')
        def comment = (file.toFile().getText('UTF-8') =~ /(?s)\/\*\*((?:(?!\*\/).)*)\*\/\s*public record (?:Settings|FolderOptions)\(/)[0][1] as String
        def said = (comment =~ /(?s)@param $option\b(.*?)(?=@param|$)/).collect { it[1] }
        if (!said) {
            said = (ALGORITHMS.resolve('TrainerSettings.java').toFile().getText('UTF-8') =~ /(?s)\/\*\*((?:(?!\*\/).)*)\*\/\s*\S+ $option\(\);/).collect { it[1] }
        }
        said ? plain(said[0]) : ''
    }

    private static String plain(String comment) {
        comment.replaceAll(/\s*\n\s*\*\s*/, ' ').replaceAll(/\{@code ([^}]*)\}/, '$1').replaceAll(/\s+/, ' ').strip()
            .replaceAll(/[.;]? ?[Dd]efault(: | )(?!\w+ for )[^;]*$/, '').replaceAll(/\.$/, '')
    }

    private static String cell(String text) {
        text.replace('|', '\\|')
    }
}
