package org.autorl.runner.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.autorl.records.Json;

/** Reads rows from a file, by the end of its name. A row is an object of its columns. */
public final class RowsFile {
  private static final String LINES = "\\.(jsonl|ndjson)";
  private static final String JSON = "\\.json";
  private static final String TABLE = "\\.(csv|tsv)";
  private static final String PARQUET = "\\.parquet";

  private static final JsonMapper JSON_MAPPER = JsonMapper.builder().build();

  private RowsFile() {}

  /** Whether this may be a file of rows. */
  static boolean isOne(RepositoryFile file) {
    return file.path()
        .matches(".*(" + PARQUET + "|(" + LINES + "|" + JSON + "|" + TABLE + ")(\\.gz)?)");
  }

  /**
   * The first rows of a file.
   *
   * @param most how many at most
   * @throws IOException if a row is none; says which
   */
  public static List<ObjectNode> read(Path file, long most) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(".parquet")) {
      return ParquetRows.read(file, most);
    }
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    try (Reader text = text(file, name.endsWith(".gz"))) {
      if (plain.matches(".*" + LINES)) {
        return lines(text, name, most);
      }
      ObjectReader reader =
          plain.matches(".*" + TABLE)
              ? table(plain.endsWith(".tsv") ? '\t' : ',')
              : JSON_MAPPER.readerFor(ObjectNode.class);
      return values(reader, text, name, most);
    }
  }

  private static Reader text(Path file, boolean packed) throws IOException {
    InputStream in = Files.newInputStream(file);
    return new BufferedReader(
        new InputStreamReader(packed ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
  }

  private static List<ObjectNode> lines(Reader text, String name, long most) throws IOException {
    List<ObjectNode> rows = new ArrayList<>();
    int number = 0;
    BufferedReader lines = new BufferedReader(text);
    for (String line = lines.readLine();
        line != null && rows.size() < most;
        line = lines.readLine()) {
      number++;
      if (!line.isBlank()) {
        rows.add(row(line, "line %d of %s".formatted(number, name)));
      }
    }
    return rows;
  }

  /**
   * One line of JSON lines.
   *
   * @param where it stands, for the message
   */
  public static ObjectNode row(String line, String where) throws IOException {
    try {
      return Json.readObject(line);
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(where, e.getMessage()), e);
    }
  }

  private static ObjectReader table(char separator) {
    CsvSchema schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator);
    return CsvMapper.builder()
        .enable(CsvParser.Feature.FAIL_ON_MISSING_HEADER_COLUMNS)
        .build()
        .readerFor(ObjectNode.class)
        .with(schema);
  }

  /** A list of objects, or one object after the other. */
  private static List<ObjectNode> values(ObjectReader reader, Reader text, String name, long most)
      throws IOException {
    List<ObjectNode> rows = new ArrayList<>();
    try (MappingIterator<ObjectNode> values = reader.readValues(text)) {
      while (rows.size() < most && values.hasNextValue()) {
        rows.add(values.nextValue());
      }
    } catch (JsonProcessingException e) {
      throw new IOException(
          "row %d of %s: %s".formatted(rows.size() + 1, name, e.getOriginalMessage()), e);
    }
    return rows;
  }
}
