package org.autorl.runner.hub

import java.nio.file.Files
import java.nio.file.Path
import java.util.zip.GZIPOutputStream
import org.autorl.records.Json
import spock.lang.Specification
import spock.lang.TempDir

class RowsFileSpec extends Specification {
  static final Path FILES = Path.of('src/test/resources/rows')

  @TempDir Path temp

  def "a Parquet file that DuckDB has packed with #codec has these rows"() {
    expect:
    RowsFile.read(FILES.resolve("duckdb-${codec}.parquet"), 9).collect { Json.canonical(it) } == [
      '{"flag":true,"id":1,"number":0.5,"single":1.5,"small":7,"text":"Naïve — ünïcödé","words":["a","b"]}',
      '{"flag":false,"id":2,"words":[]}',
      '{"id":3,"number":-2.0E10,"single":0.1,"small":-1,"text":"x"}',
    ]
    RowsFile.read(FILES.resolve("duckdb-${codec}.parquet"), 2)*.get('id')*.asInt() == [1, 2]

    where:
    codec << ['snappy', 'gzip', 'zstd', 'uncompressed']
  }

  def "rows of #name are read"() {
    given:
    def file = temp.resolve(name)
    Files.write(file, name.endsWith('.gz') ? packed(text) : text.bytes)

    expect:
    RowsFile.read(file, 9).collect { Json.canonical(it) } == ['{"a":"x, y","b":"1"}', '{"a":"ü","b":"2"}']
    RowsFile.read(file, 1).size() == 1

    where:
    name         | text
    'x.jsonl'    | '{"a":"x, y","b":"1"}\n\n{"a":"ü","b":"2"}'
    'x.jsonl.gz' | '{"a":"x, y","b":"1"}\n{"a":"ü","b":"2"}\n'
    'x.json'     | '[{"a":"x, y","b":"1"},\n{"a":"ü","b":"2"}]'
    'x.csv'      | 'a,b\n"x, y",1\nü,2\n'
    'x.tsv'      | 'a\tb\nx, y\t1\nü\t2\n'
  }

  def "#name that holds no rows is refused"() {
    given:
    Files.writeString(temp.resolve(name), text)

    when:
    RowsFile.read(temp.resolve(name), 9)

    then:
    IOException e = thrown()
    e.message.startsWith(message)

    where:
    name        | text               || message
    'x.jsonl'   | '{"a":1}\n[1]\n'   || 'line 2 of x.jsonl: '
    'x.json'    | '[{"a":1},{"a":]'  || 'row 2 of x.json: '
    'x.parquet' | 'PAR1 is not that' || 'x.parquet is no Parquet file that can be read: '
  }

  private static byte[] packed(String text) {
    def bytes = new ByteArrayOutputStream()
    new GZIPOutputStream(bytes).withCloseable { it << text.bytes }
    bytes.toByteArray()
  }
}
