package org.autorl.records;

/** What an attempt can reach; scores of each are a board of their own, called a track. */
public enum Network {
  /** The grading API, and models through the gateway. */
  OFFLINE,
  /** Package indexes and hubs that the operator names as well; all that is fetched is recorded. */
  MIRRORED,
  /** The internet as well. */
  OPEN
}
