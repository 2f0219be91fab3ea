package org.autorl.dsl;

import java.util.List;

/** The units that may follow a whole number. */
final class UnitNames {
  static final List<String> TIME = List.of("seconds", "minutes", "hours");
  static final List<String> SIZE = List.of("MB", "GB");

  private UnitNames() {}

  static Finding unknown(String unit, String number) {
    List<String> all = java.util.stream.Stream.concat(SIZE.stream(), TIME.stream()).toList();
    boolean fraction = number.contains(".");
    return new Finding(
        fraction && all.contains(unit)
            ? "`" + number + "` is not a whole number of `" + unit + "`"
            : "`" + unit + "` is not a unit",
        "units are " + Words.list(all) + ", after a whole number",
        fraction && all.contains(unit)
            ? "Take a smaller unit: `90.seconds`, not `1.5.minutes`."
            : Words.nearest(unit, all)
                .map(near -> "Did you mean `" + number + "." + near + "`?")
                .orElse("Write something like `20.minutes` or `64.MB`."));
  }
}
