package org.autorl.dsl

import groovy.transform.CompileStatic
import java.lang.reflect.Field
import java.lang.reflect.Modifier
import org.codehaus.groovy.ast.ASTNode
import org.codehaus.groovy.ast.ClassNode
import org.codehaus.groovy.control.CompilerConfiguration
import org.codehaus.groovy.control.ErrorCollector
import org.codehaus.groovy.control.MultipleCompilationErrorsException
import org.codehaus.groovy.control.ParserPluginFactory
import org.codehaus.groovy.control.SourceUnit
import org.codehaus.groovy.control.messages.SyntaxErrorMessage
import org.codehaus.groovy.syntax.Token

/** What a parser makes of a text, all of it, in a form that can be compared. */
@CompileStatic
final class Parsed {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>())
  private final Map<Class<?>, List<Field>> fields = [:]
  private final List<String> lines = []

  /** A line for each field of each node, places among them; or what is wrong with the text. */
  static List<String> by(ParserPluginFactory parser, String text) {
    def source = source(parser, text)
    try {
      source.parse()
      source.completePhase()
      source.nextPhase()
      source.convert()
    } catch (MultipleCompilationErrorsException e) {
      return e.errorCollector.errors.collect { it instanceof SyntaxErrorMessage ? it.cause as String : it as String }
    }
    def parsed = new Parsed()
    def file = source.AST
    parsed.walk('file', file)
    file.classes.each { parsed.walk(it.name, [it.methods, it.fields, it.annotations]) }
    parsed.lines
  }

  static SourceUnit source(ParserPluginFactory parser, String text) {
    def configuration = new CompilerConfiguration(pluginFactory: parser)
    new SourceUnit('tasks.groovy', text, configuration, null, new ErrorCollector(configuration))
  }

  private void walk(String name, Object value) {
    if (value instanceof ClassNode) {
      lines << (name + ': type ' + value.getName())
    } else if (value instanceof ASTNode || value instanceof Token) {
      lines << (name + ': ' + value.class.name)
      if (seen.add(value)) {
        fieldsOf(value.class).each { walk(it.name, it.get(value)) }
      }
    } else if (value instanceof Map) {
      lines << (name + ': ' + value.keySet())
      walk(name, value.values())
    } else if (value instanceof Iterable || value instanceof Object[]) {
      value.each { walk(name, it) }
    } else if (value == null || value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
      lines << (name + ': ' + value?.class + ' ' + value)
    }
  }

  private List<Field> fieldsOf(Class<?> type) {
    if (!fields.containsKey(type)) {
      def own = type.declaredFields.findAll { !Modifier.isStatic(it.modifiers) && it.trySetAccessible() }
      fields[type] = type.superclass ? own + fieldsOf(type.superclass) : own
    }
    fields[type]
  }
}
