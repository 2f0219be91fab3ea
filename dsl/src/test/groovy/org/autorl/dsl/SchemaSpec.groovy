package org.autorl.dsl

import com.fasterxml.jackson.databind.JsonNode
import com.github.victools.jsonschema.generator.Option
import com.github.victools.jsonschema.generator.OptionPreset
import com.github.victools.jsonschema.generator.SchemaGenerator
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder
import com.github.victools.jsonschema.generator.SchemaVersion
import com.github.victools.jsonschema.module.jackson.JacksonModule
import com.networknt.schema.JsonSchemaFactory
import com.networknt.schema.SpecVersion
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import org.autorl.records.Bytes
import org.autorl.records.Json
import org.autorl.records.Suite
import spock.lang.Specification

/** What `check --json` prints of a suite, for programs. */
class SchemaSpec extends Specification {
  static final Path PAGE = Path.of('../docs/reference/suite.schema.json')

  def "the schema says what the records say"() {
    given:
    def schema = Json.pretty(schema())
    if (System.getenv('AUTORL_WRITE_REFERENCE')) {
      Files.writeString(PAGE, schema)
    }

    expect:
    PAGE.toFile().text == schema
  }

  def "#file is what the schema allows"() {
    expect:
    mistakes(Json.tree(TaskFile.load(Path.of(file)))).empty

    where:
    file << ['src/test/resources/good.groovy', 'src/test/resources/full.groovy', '../tasks.groovy']
  }

  def "a suite with #what is not"() {
    given:
    def suite = Json.tree(TaskFile.load(Path.of('src/test/resources/good.groovy')))
    change(suite)

    expect:
    !mistakes(suite).empty

    where:
    what                      | change
    'no seeds'                | { it.remove('seeds') }
    'a word for a number'     | { it.put('protocol', 'two') }
    'an unknown combination'  | { it.put('combination', 'MEDIAN') }
    'a task without a grader' | { it.at('/levels/0/tasks/0').remove('grader') }
    'an unknown source'       | { it.at('/levels/0/tasks/0/data/sealed/source').put('kind', 'guessed') }
  }

  def "the script for IDEs names the class that knows the words of a file"() {
    given:
    def named = []
    def shell = new GroovyShell(new Binding(
      scriptScope: { [:] },
      context: { it },
      contributor: { context, body ->
        body.delegate = [findClass: { named << it; it }, delegatesTo: { it }]
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body()
      }))

    when:
    shell.evaluate(SchemaSpec.getResource('/autorl.gdsl').toURI())

    then:
    named.collect { Class.forName(it) } == [TaskFileScript]
  }

  private static Set mistakes(JsonNode suite) {
    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema()).validate(suite)
  }

  private static JsonNode schema() {
    def builder = new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
      .with(new JacksonModule())
      .with(Option.FLATTENED_OPTIONALS, Option.DEFINITIONS_FOR_ALL_OBJECTS)
      .without(Option.NONSTATIC_NONVOID_NONGETTER_METHODS)
    builder.forTypesInGeneral().withCustomDefinitionProvider { type, context ->
      def kind = [(Bytes): 'integer', (Duration): 'string'][type.erasedType]
      kind ? new com.github.victools.jsonschema.generator.CustomDefinition(
        context.generatorConfig.createObjectNode().put('type', kind),
        com.github.victools.jsonschema.generator.CustomDefinition.DefinitionType.INLINE,
        com.github.victools.jsonschema.generator.CustomDefinition.AttributeInclusion.NO) : null
    }
    builder.forFields().withRequiredCheck { field -> field.type.erasedType != Optional && field.rawMember.type != Optional }
    new SchemaGenerator(builder.build()).generateSchema(Suite)
  }
}
