package org.autorl.environments.alfworld;

import java.util.Arrays;
import java.util.Optional;

/** The six types of errands. */
public enum TaskType {
  PUT("pick_and_place_simple", "put"),
  EXAMINE("look_at_obj_in_light", "examine"),
  CLEAN("pick_clean_then_place_in_recep", "clean"),
  HEAT("pick_heat_then_place_in_recep", "heat"),
  COOL("pick_cool_then_place_in_recep", "cool"),
  PUT_TWO("pick_two_obj_and_place", "puttwo");

  private final String official;
  private final String brief;

  TaskType(String official, String brief) {
    this.official = official;
    this.brief = brief;
  }

  /** As the public data set names it. */
  public String official() {
    return official;
  }

  /** As tables of results name it. */
  public String brief() {
    return brief;
  }

  /** The type of this official name. */
  public static Optional<TaskType> named(String official) {
    return Arrays.stream(values()).filter(type -> type.official.equals(official)).findFirst();
  }

  /**
   * The type of a task's folder, {@code TYPE-OBJECT-MOVED-PARENT-SCENE}; empty for types that
   * ALFWorld leaves out: those with sliced objects and with movable receptacles.
   */
  public static Optional<TaskType> ofFolder(String folder) {
    return folder.contains("Sliced") || folder.contains("movable")
        ? Optional.empty()
        : Arrays.stream(values())
            .filter(type -> folder.startsWith(type.official + "-"))
            .findFirst();
  }
}
