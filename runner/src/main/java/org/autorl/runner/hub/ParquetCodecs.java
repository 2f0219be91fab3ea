package org.autorl.runner.hub;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Unpacks pages in plain Java. Parquet's own codecs are native code, and made of Hadoop's. */
final class ParquetCodecs implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("nothing is written");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return new Unpacking(codec);
  }

  @Override
  public void release() {}

  private record Unpacking(CompressionCodecName codec) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput packed, int size) throws IOException {
      return BytesInput.from(unpacked(packed.toByteArray(), size));
    }

    @Override
    public void decompress(ByteBuffer packed, int packedSize, ByteBuffer to, int size)
        throws IOException {
      byte[] bytes = new byte[packedSize];
      packed.get(bytes);
      to.put(unpacked(bytes, size));
    }

    private byte[] unpacked(byte[] packed, int size) throws IOException {
      byte[] plain = new byte[size];
      try {
        switch (codec) {
          case UNCOMPRESSED -> {
            return packed;
          }
          case GZIP -> {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
              return in.readNBytes(size);
            }
          }
          case SNAPPY ->
              new SnappyDecompressor().decompress(packed, 0, packed.length, plain, 0, size);
          case ZSTD -> new ZstdDecompressor().decompress(packed, 0, packed.length, plain, 0, size);
          default ->
              throw new IOException(
                  "its pages are packed with %s; snappy, gzip and zstd are read".formatted(codec));
        }
      } catch (MalformedInputException e) {
        throw new IOException("a page cannot be unpacked: " + e.getMessage(), e);
      }
      return plain;
    }

    @Override
    public void release() {}
  }
}
