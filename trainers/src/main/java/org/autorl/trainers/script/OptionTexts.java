package org.autorl.trainers.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * What each option means: the doc comments of the settings records, which a spec copies to a
 * resource, because a running program cannot read comments.
 */
public final class OptionTexts {
  private static final String FILE = "options.properties";

  private final Properties texts;

  private OptionTexts(Properties texts) {
    this.texts = texts;
  }

  /** Reads them. */
  public static OptionTexts load() {
    Properties texts = new Properties();
    try (InputStream in = OptionTexts.class.getResourceAsStream(FILE)) {
      if (in != null) {
        texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new OptionTexts(texts);
  }

  /** What an option of an algorithm means; empty if nobody has said it. */
  public String of(String algorithm, String option) {
    return texts.getProperty(algorithm + "." + option, "");
  }
}
