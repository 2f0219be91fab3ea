package org.autorl.runner.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.autorl.records.Json;

/**
 * Rows of a Parquet file: texts, numbers, true and false, and lists and groups of them. What is
 * null is left out of its row.
 *
 * <p>Source: <a href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md">logical
 * types</a>; a list is a group of a repeated group of one field, or of a repeated field.
 */
final class ParquetRows {
  private ParquetRows() {}

  static List<ObjectNode> read(Path file, long most) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .build();
    List<ObjectNode> rows = new ArrayList<>();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      MessageType schema = reader.getFileMetaData().getSchema();
      MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
      Optional<PageReadStore> pages = Optional.ofNullable(reader.readNextRowGroup());
      while (pages.isPresent() && rows.size() < most) {
        RecordReader<Group> groups =
            columns.getRecordReader(pages.get(), new GroupRecordConverter(schema));
        for (long i = 0; i < pages.get().getRowCount() && rows.size() < most; i++) {
          rows.add(row(groups.read()));
        }
        pages = Optional.ofNullable(reader.readNextRowGroup());
      }
      return rows;
    } catch (RuntimeException e) {
      // What is wrong with a file is told by exceptions of many kinds, bare ones among them.
      throw new IOException(
          "%s is no Parquet file that can be read: %s".formatted(file.getFileName(), why(e)), e);
    }
  }

  /** The reason at the bottom: those above say that something below went wrong. */
  private static String why(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).replaceAll("\\S+LocalInputFile@\\w+", "it");
  }

  private static ObjectNode row(Group group) {
    ObjectNode row = Json.object();
    GroupType type = group.getType();
    for (int i = 0; i < type.getFieldCount(); i++) {
      Type field = type.getType(i);
      int count = group.getFieldRepetitionCount(i);
      if (field.isRepetition(Type.Repetition.REPEATED)) {
        put(group, i, count, row.putArray(field.getName()));
      } else if (count == 1) {
        ArrayNode one = Json.object().putArray("value");
        put(group, i, 1, one);
        row.set(field.getName(), one.get(0));
      }
    }
    return row;
  }

  private static void put(Group group, int field, int count, ArrayNode to) {
    Type type = group.getType().getType(field);
    for (int i = 0; i < count; i++) {
      if (type.isPrimitive()) {
        add(group, field, i, type.asPrimitiveType(), to);
      } else if (type.getLogicalTypeAnnotation()
          instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
        list(group.getGroup(field, i), to.addArray());
      } else {
        to.add(row(group.getGroup(field, i)));
      }
    }
  }

  private static void list(Group list, ArrayNode to) {
    Type repeated = list.getType().getType(0);
    int count = list.getFieldRepetitionCount(0);
    boolean wrapped = !repeated.isPrimitive() && repeated.asGroupType().getFieldCount() == 1;
    if (!wrapped) {
      put(list, 0, count, to);
      return;
    }
    for (int i = 0; i < count; i++) {
      Group element = list.getGroup(0, i);
      if (element.getFieldRepetitionCount(0) == 0) {
        to.addNull();
      } else {
        put(element, 0, 1, to);
      }
    }
  }

  private static void add(Group group, int field, int at, PrimitiveType type, ArrayNode to) {
    switch (type.getPrimitiveTypeName()) {
      case INT32 -> number(group.getInteger(field, at), type, to);
      case INT64 -> number(group.getLong(field, at), type, to);
      case FLOAT -> to.add(group.getFloat(field, at));
      case DOUBLE -> to.add(group.getDouble(field, at));
      case BOOLEAN -> to.add(group.getBoolean(field, at));
      default -> to.add(binary(group, field, at, type));
    }
  }

  /** A date or a time stays the number that the file holds. */
  private static void number(long value, PrimitiveType type, ArrayNode to) {
    if (type.getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal) {
      to.add(BigDecimal.valueOf(value, decimal.getScale()));
    } else {
      to.add(value);
    }
  }

  private static com.fasterxml.jackson.databind.JsonNode binary(
      Group group, int field, int at, PrimitiveType type) {
    ArrayNode one = Json.object().putArray("value");
    if (type.getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal) {
      byte[] bytes = group.getBinary(field, at).getBytes();
      one.add(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
    } else if (type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.BINARY) {
      one.add(group.getBinary(field, at).toStringUsingUTF8());
    } else {
      one.add(group.getValueToString(field, at));
    }
    return one.get(0);
  }
}
