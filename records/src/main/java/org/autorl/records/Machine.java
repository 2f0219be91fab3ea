package org.autorl.records;

/** What a run ran on. */
public record Machine(String os, String cpu, int cores, Bytes memory, String jdk) {}
