package org.autorl.trainers.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A program that the tensor engine runs by itself: a TorchScript class from a resource.
 *
 * <p>One call from Java replaces the hundreds of small ones of a forward pass, and reaches
 * operations that the Java interface lacks (fused attention, fused AdamW). The archive that the
 * engine loads is made here from the text: a zip with the code and a pickle of one object whose
 * fields are numbers (https://pytorch.org/docs/stable/jit.html, format version 3).
 */
public final class ScriptModule {
  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private final PtSymbolBlock block;

  private ScriptModule(PtSymbolBlock block) {
    this.block = block;
  }

  /**
   * Loads a program.
   *
   * @param owner the class beside whose file the text lies
   * @param resource its name, such as {@code decoder.py}
   * @param className the one class that it defines
   * @param fields its fields: {@code Long} or {@code Double}
   * @param manager the device to run on, and how long
   */
  public static ScriptModule load(
      Class<?> owner,
      String resource,
      String className,
      Map<String, Number> fields,
      NDManager manager) {
    try (InputStream text = owner.getResourceAsStream(resource)) {
      if (text == null) {
        throw new IllegalStateException("the program `" + resource + "` is not in this build");
      }
      byte[] archive = archive(className, text.readAllBytes(), fields);
      return new ScriptModule(
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a method; its results take part in differentiation if a gradient collector is open.
   *
   * @param manager what the results are attached to
   * @param arguments {@code NDArray}, {@code List} of such, {@code Map} of names to such, or a
   *     number, which the method sees as a tensor without dimensions
   */
  public NDList run(String method, NDManager manager, Object... arguments) {
    // Shapes change with every batch: a graph that is optimised for one is no use for the next.
    JniUtils.setGraphExecutorOptimize(false);
    try (NDManager scratch = manager.newSubManager()) {
      NDArray marker = scratch.create(0f);
      marker.setName("module_method:" + method);
      NDList all = new NDList(marker);
      for (int i = 0; i < arguments.length; i++) {
        add(all, "p" + i, arguments[i], scratch);
      }
      NDList results = IValueUtils.forward(block, all, true);
      results.attach(manager);
      return results;
    }
  }

  /** Runs a method and keeps nothing for a backward pass. */
  public NDList runPlainly(String method, NDManager manager, Object... arguments) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return run(method, manager, arguments);
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /** An array's name says which parameter it belongs to, and how. */
  private static void add(NDList all, String name, Object argument, NDManager scratch) {
    if (argument instanceof NDArray array) {
      array.setName(name);
      all.add(array);
    } else if (argument instanceof List<?> list) {
      list.forEach(element -> add(all, name + "[]", element, scratch));
    } else if (argument instanceof Map<?, ?> map) {
      map.forEach((key, element) -> add(all, name + "." + key, element, scratch));
    } else {
      add(
          all,
          name,
          argument instanceof Double number
              ? scratch.create((double) number)
              : scratch.create(((Number) argument).longValue()),
          scratch);
    }
  }

  private static byte[] archive(String className, byte[] code, Map<String, Number> fields)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "program/data.pkl", pickle(className, fields));
      put(zip, "program/code/__torch__.py", code);
      put(zip, "program/constants.pkl", NO_CONSTANTS);
      put(zip, "program/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  /** Pickle, protocol 2: a new object of the class, built from a dictionary of its fields. */
  private static byte[] pickle(String className, Map<String, Number> fields) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x80, 2});
    out.write(("c__torch__\n" + className + "\n").getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {')', (byte) 0x81, '}', '('});
    text(out, "training");
    out.write(0x89);
    for (Map.Entry<String, Number> field : fields.entrySet()) {
      text(out, field.getKey());
      if (field.getValue() instanceof Double number) {
        out.write(ByteBuffer.allocate(9).put((byte) 'G').putDouble(number).array());
      } else {
        out.write('J');
        out.write(little(field.getValue().intValue()));
      }
    }
    out.write(new byte[] {'u', 'b', '.'});
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) throws IOException {
    out.write('X');
    out.write(little(text.length()));
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] little(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
