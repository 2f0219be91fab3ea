package org.autorl.dsl;

/** {@code profile('name') { ... }}: what several tasks have in common. */
public final class ProfileBlock extends SharedBlock {
  private final String name;

  ProfileBlock(String name, Reading reading) {
    super("profile", "profile `" + name + "`", name, false, reading, reading.here("profile"));
    this.name = name;
  }

  @Override
  void checkValues() {
    if (name.isBlank()) {
      problem("the name of a profile is blank", "", "Write `profile('full') { ... }`.");
    }
    super.checkValues();
  }

  String name() {
    return name;
  }
}
