package org.autorl.dsl;

import groovyjarjarantlr4.v4.runtime.ANTLRErrorListener;
import groovyjarjarantlr4.v4.runtime.BailErrorStrategy;
import groovyjarjarantlr4.v4.runtime.CharStream;
import groovyjarjarantlr4.v4.runtime.CharStreams;
import groovyjarjarantlr4.v4.runtime.CommonTokenStream;
import groovyjarjarantlr4.v4.runtime.RecognitionException;
import groovyjarjarantlr4.v4.runtime.Recognizer;
import groovyjarjarantlr4.v4.runtime.atn.PredictionMode;
import groovyjarjarantlr4.v4.runtime.misc.ParseCancellationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.groovy.parser.antlr4.Antlr4ParserPlugin;
import org.apache.groovy.parser.antlr4.AstBuilder;
import org.apache.groovy.parser.antlr4.GroovyLangLexer;
import org.apache.groovy.parser.antlr4.GroovyLangParser;
import org.apache.groovy.parser.antlr4.GroovyParser.CompilationUnitContext;
import org.apache.groovy.parser.antlr4.internal.atnmanager.AtnManager;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.ParserPlugin;
import org.codehaus.groovy.control.ParserPluginFactory;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Reduction;

/**
 * Groovy's parser, told to keep what it finds out when it looks ahead. To know what a word with a
 * block is it looks through the whole block, at each level of nesting again, and by default it
 * forgets the outcome where the outer blocks matter: nearly all of the time went there. A file that
 * does not parse is left to Groovy as it comes, so that all it says of mistakes stays the same.
 */
final class KeptLookahead extends Antlr4ParserPlugin {
  static ParserPluginFactory factory() {
    return new ParserPluginFactory() {
      @Override
      public ParserPlugin createParserPlugin() {
        return new KeptLookahead();
      }
    };
  }

  @Override
  public ModuleNode buildAST(SourceUnit source, ClassLoader loader, Reduction nothing) {
    Optional<CompilationUnitContext> tree = tree(source);
    if (tree.isEmpty()) {
      return super.buildAST(source, loader, nothing);
    }
    boolean docs = source.getConfiguration().isGroovydocEnabled();
    boolean docsAtRunTime = source.getConfiguration().isRuntimeGroovydocEnabled();
    try {
      return new AstBuilder(source, docs, docsAtRunTime).visitCompilationUnit(tree.get());
    } catch (CompilationFailedException e) {
      throw e;
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      return super.buildAST(source, loader, nothing);
    }
  }

  /** The parsed text; empty if anything is wrong with it. Tries the same two ways as Groovy. */
  static Optional<CompilationUnitContext> tree(SourceUnit source) {
    return tree(source, PredictionMode.SLL).or(() -> tree(source, PredictionMode.LL));
  }

  private static Optional<CompilationUnitContext> tree(SourceUnit source, PredictionMode mode) {
    GroovyLangLexer lexer = new GroovyLangLexer(characters(source));
    lexer.removeErrorListeners();
    lexer.addErrorListener(new GivingUp());
    GroovyLangParser parser = new GroovyLangParser(new CommonTokenStream(lexer));
    parser.removeErrorListeners();
    parser.addErrorListener(new GivingUp());
    parser.setErrorHandler(new BailErrorStrategy());
    parser.getInterpreter().setPredictionMode(mode);
    parser.getInterpreter().enable_global_context_dfa = true;
    // Groovy drops what was kept when memory runs short, and not while somebody parses.
    AtnManager.READ_LOCK.lock();
    try {
      return Optional.of(parser.compilationUnit());
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      return Optional.empty();
    } finally {
      AtnManager.READ_LOCK.unlock();
    }
  }

  private static CharStream characters(SourceUnit source) {
    try (Reader reader = new BufferedReader(source.getSource().getReader())) {
      return CharStreams.fromReader(reader, source.getName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What can be read on after is an error too. */
  private static final class GivingUp implements ANTLRErrorListener<Object> {
    @Override
    public <T> void syntaxError(
        Recognizer<T, ?> reader,
        T symbol,
        int line,
        int column,
        String message,
        RecognitionException e) {
      throw new ParseCancellationException(message);
    }
  }
}
