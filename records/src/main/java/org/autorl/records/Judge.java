package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/** Who prefers one completion to another. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Judge.BuiltIn.class, name = "built-in"),
  @JsonSubTypes.Type(value = Judge.Model.class, name = "model")
})
public sealed interface Judge {
  /** What people call it. */
  String name();

  /** A judge of this project. */
  record BuiltIn(String name) implements Judge {
    public BuiltIn {
      Check.text(name, "a judge's name");
    }
  }

  /**
   * A language model.
   *
   * @param model its name at its maker's
   * @param version of model and prompt together; a judge that changes is another judge
   * @param prompt file with what it is asked, relative to the task file
   * @param calibration verdicts of people that it was held against
   */
  record Model(
      String name, String model, String version, String prompt, Optional<Calibration> calibration)
      implements Judge {
    public Model {
      Check.text(name, "a judge's name");
      Check.text(model, "a model's name");
      Check.text(version, "a version");
      Check.text(prompt, "a prompt's file");
    }
  }

  /**
   * Pairs with known preferences.
   *
   * @param file JSON lines, relative to the task file
   * @param agreement share of them in percent that the judge must get right
   */
  record Calibration(String file, double agreement) {
    public Calibration {
      Check.text(file, "a calibration's file");
      Check.that(agreement > 50 && agreement <= 100, "an agreement lies above 50, at most 100");
    }
  }
}
