package org.autorl.dsl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A method that a task file may call: the one source of messages and of the reference. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Word {
  /** What the word means, in one sentence; for the reference. */
  String value();

  /** A whole line that is right. */
  String example();
}
