package org.autorl.dsl;

/** A {@link Problem} whose place is not yet said. */
record Finding(String what, String allowed, String hint) {
  Problem at(Place place) {
    return new Problem(place, what, allowed, hint);
  }
}
