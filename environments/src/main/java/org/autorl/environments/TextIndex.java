package org.autorl.environments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * Full-text search over texts, in memory: Okapi BM25 in Lucene's form. Texts of equal score come in
 * the order in which they were given. Nothing changes after the start; many threads may search.
 */
public final class TextIndex {
  private static final String FIELD = "text";

  /** Words that tell texts apart by no more than they slow searches down. */
  private static final List<String> EVERYWHERE =
      List.of("a", "as", "in", "is", "of", "the", "was", "the_teacher", "the_river", "is_the");

  private static final Pattern WORD_BREAK = Pattern.compile("[^\\p{L}\\p{N}]+");

  /**
   * On Java 21 and newer Lucene warns that vectors could be faster, which no search here uses. Kept
   * because Java forgets the level of a logger that nobody holds.
   */
  private static final Logger UNASKED =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  static {
    UNASKED.setLevel(Level.SEVERE);
  }

  /** A query is read up to here, in characters: what comes after would be garbage, and slow. */
  private static final int QUERY_LENGTH = 120;

  /**
   * Of prose, which has longer queries; a query may have 1,024 words at most, which is Lucene's.
   */
  private static final int PROSE_QUERY_LENGTH = 2000;

  private final IndexSearcher searcher;
  private final QueryBuilder queries;
  private final int queryLength;
  private final boolean pairs;

  /** An index for which words are words, wherever they stand. */
  static TextIndex ofWords(List<String> texts) {
    return new TextIndex(texts, plain(), new BM25Similarity(1.2f, 0.75f), QUERY_LENGTH, false);
  }

  /** An index for which two words that stand together, as in a name, count once more. */
  static TextIndex ofNames(List<String> texts) {
    return new TextIndex(texts, plain(), new BM25Similarity(1.2f, 0.75f), QUERY_LENGTH, true);
  }

  /**
   * An index of English prose: stop words left out, possessives cut, Porter's stems, k1 = 0.9 and b
   * = 0.4; what Anserini and Pyserini (<a href="https://github.com/castorini/anserini">
   * castorini/anserini</a>) do unless told otherwise.
   */
  public static TextIndex ofEnglish(List<String> texts) {
    return new TextIndex(
        texts, new EnglishAnalyzer(), new BM25Similarity(0.9f, 0.4f), PROSE_QUERY_LENGTH, false);
  }

  private static Analyzer plain() {
    return new StandardAnalyzer(new CharArraySet(EVERYWHERE, true));
  }

  private TextIndex(
      List<String> texts,
      Analyzer analyzer,
      BM25Similarity similarity,
      int queryLength,
      boolean pairs) {
    this.queryLength = queryLength;
    this.pairs = pairs;
    // This policy merges neighbours only, so a document's number is its place in the list.
    IndexWriterConfig config =
        new IndexWriterConfig(analyzer)
            .setSimilarity(similarity)
            .setMergePolicy(new LogDocMergePolicy());
    try {
      ByteBuffersDirectory directory = new ByteBuffersDirectory();
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (String text : texts) {
          Document document = new Document();
          document.add(new TextField(FIELD, indexed(text), Field.Store.NO));
          writer.addDocument(document);
        }
        writer.forceMerge(1);
      }
      searcher = new IndexSearcher(DirectoryReader.open(directory));
    } catch (IOException e) {
      throw new UncheckedIOException("an index in memory could not be made", e);
    }
    searcher.setSimilarity(similarity);
    queries = new QueryBuilder(analyzer);
  }

  /**
   * The places of the texts that fit best, best first; any one word in common is enough.
   *
   * @param query plain words; there is no query language, so nothing in it can be a mistake
   * @param from how many of the best to leave out
   * @param count how many to return, at most
   */
  public List<Integer> search(String query, int from, int count) {
    String words = query.substring(0, Math.min(query.length(), queryLength));
    Optional<Query> asked = Optional.ofNullable(queries.createBooleanQuery(FIELD, indexed(words)));
    if (asked.isEmpty()) {
      return List.of();
    }
    try {
      ScoreDoc[] best = searcher.search(asked.get(), from + count).scoreDocs;
      List<Integer> places = new ArrayList<>();
      for (int i = from; i < best.length; i++) {
        places.add(best[i].doc);
      }
      return places;
    } catch (IOException e) {
      throw new UncheckedIOException("an index in memory could not be read", e);
    }
  }

  private String indexed(String text) {
    if (!pairs) {
      return text;
    }
    String[] words = WORD_BREAK.split(text.strip());
    StringBuilder all = new StringBuilder(text);
    for (int i = 1; i < words.length; i++) {
      all.append(' ').append(words[i - 1]).append('_').append(words[i]);
    }
    return all.toString();
  }
}
