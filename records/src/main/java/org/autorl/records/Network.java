package org.autorl.records;

/** What an attempt can reach; scores of the two are boards of their own, called tracks. */
public enum Network {
  /** The grading API, and models through the gateway. */
  OFFLINE,
  /** The internet as well. */
  OPEN
}
