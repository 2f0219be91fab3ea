package org.autorl.runner

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses

import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.core.importer.ImportOption
import spock.lang.Shared
import spock.lang.Specification

class ArrowsSpec extends Specification {
    @Shared
    JavaClasses all = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages('org.autorl')

    def "the scan sees the house"() {
        expect:
        all.size() > 100
    }

    def "#room knows none of #others"() {
        expect:
        noClasses().that().resideInAPackage("org.autorl.${room}..")
            .should().dependOnClassesThat().resideInAnyPackage(others.collect { "org.autorl.${it}..".toString() } as String[])
            .check(all)

        where:
        room           | others
        'records'      | ['dsl', 'environments', 'trainers', 'runner', 'site']
        'dsl'          | ['environments', 'trainers', 'runner', 'site']
        'environments' | ['records', 'dsl', 'trainers', 'runner', 'site']
        'trainers'     | ['dsl', 'runner', 'site']
        'site'         | ['dsl', 'environments', 'trainers', 'runner']
        'runner'       | ['trainers', 'site']
    }

    def "in the runner only the command line knows standard output and exit"() {
        expect:
        noClasses().that().resideInAPackage('org.autorl.runner..').and().resideOutsideOfPackages('org.autorl.runner.cli', 'org.autorl.runner.door')
            .should().accessField(System, 'out').orShould().accessField(System, 'err').orShould().callMethod(System, 'exit', int)
            .check(all)
    }

    def "the door knows the JDK alone"() {
        expect:
        classes().that().resideInAPackage('org.autorl.runner.door')
            .should().onlyDependOnClassesThat().resideInAnyPackage('java..', 'org.autorl.runner.door', 'org.jspecify..')
            .check(all)
    }
}
