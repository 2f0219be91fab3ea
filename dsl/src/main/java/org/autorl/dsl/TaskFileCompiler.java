package org.autorl.dsl;

import groovy.lang.GroovyClassLoader;
import groovy.transform.CompileStatic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;

/** Compiles a task file, statically typed, against the block classes. */
final class TaskFileCompiler implements AutoCloseable {
  /** The class that the file became, or what is wrong with it. */
  record Result(List<Class<?>> compiled, List<Problem> problems) {
    TaskFileScript instance() throws ReflectiveOperationException {
      return (TaskFileScript) compiled.get(0).getDeclaredConstructor().newInstance();
    }
  }

  private final GroovyClassLoader loader;
  private final Typed typed;

  TaskFileCompiler(SourceMap map) {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.setScriptBaseClass(TaskFileScript.class.getName());
    // A task file fetches nothing.
    configuration.setDisabledGlobalASTTransformations(
        Set.of("groovy.grape.GrabAnnotationTransformation"));
    typed = new Typed(map);
    configuration.addCompilationCustomizers(typed);
    configuration.setPluginFactory(KeptLookahead.factory());
    loader = new GroovyClassLoader(TaskFileCompiler.class.getClassLoader(), configuration);
  }

  Result compile(String text) {
    Optional<Problem> tooDeep = Braces.tooDeep(text.lines().toList());
    if (tooDeep.isPresent()) {
      return new Result(List.of(), List.of(tooDeep.get()));
    }
    try {
      Class<?> script = loader.parseClass(text, SourceMap.SCRIPT + ".groovy");
      return new Result(List.of(script), typed.computed);
    } catch (MultipleCompilationErrorsException e) {
      List<String> source = text.lines().toList();
      return new Result(
          List.of(), GroovySays.problems(e.getErrorCollector(), typed.computed, source));
    } catch (CompilationFailedException e) {
      return new Result(
          List.of(), List.of(GroovySays.problem(Place.START, String.valueOf(e.getMessage()))));
    }
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks for program code, asks for static types with our checker, and notes where words are. */
  private static final class Typed extends CompilationCustomizer {
    private final SourceMap map;
    private List<Problem> computed = List.of();

    Typed(SourceMap map) {
      super(CompilePhase.CONVERSION);
      this.map = map;
    }

    @Override
    public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
      Optional<WordError> hazard = PlainWords.hazard(source.getAST());
      if (hazard.isPresent()) {
        source.getErrorCollector().addError(new SyntaxErrorMessage(hazard.get(), source), true);
      }
      computed = PlainWords.problems(source.getAST());
      AnnotationNode typed = new AnnotationNode(ClassHelper.make(CompileStatic.class));
      typed.addMember("extensions", new ConstantExpression(WordChecker.class.getName()));
      type.addAnnotation(typed);
      type.getMethods().forEach(method -> method.getCode().visit(new Noting()));
    }

    private final class Noting extends CodeVisitorSupport {
      @Override
      public void visitMethodCallExpression(MethodCallExpression call) {
        String word = call.getMethodAsString();
        if (call.isImplicitThis() && word != null) {
          map.add(word, placeOf(call), call.getLastLineNumber());
        }
        super.visitMethodCallExpression(call);
      }
    }
  }

  static Place placeOf(MethodCallExpression call) {
    return new Place(call.getMethod().getLineNumber(), call.getMethod().getColumnNumber());
  }
}
