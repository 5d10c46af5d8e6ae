/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

/** Kinds of what goes wrong, and of what an operator does meanwhile. */
public enum FaultKind {
    BROKER_KILLED("broker killed", 4),
    BROKER_PAUSED("broker paused for longer than its session", 2),
    BROKER_WITHOUT_ZOOKEEPER("broker cut off from ZooKeeper", 4),
    BROKER_SLOW_ZOOKEEPER("broker's way to ZooKeeper slow", 3),
    BROKER_DEAF_ZOOKEEPER("broker's way to ZooKeeper silent in one direction", 2),
    ALL_WITHOUT_ZOOKEEPER("all brokers cut off from ZooKeeper", 2),
    BOOKIE_KILLED("bookie killed", 4),
    BOOKIE_PAUSED("bookie paused", 3),
    BOOKIE_WIPED("bookie's disk wiped", 1),
    BOOKIE_FULL("bookie's disk full", 1),
    BOOKIE_WITHOUT_ZOOKEEPER("bookie cut off from ZooKeeper", 3),
    ZOOKEEPER_KILLED("ZooKeeper server killed", 4),
    CLIENTS_CUT("clients cut off from a broker", 6),
    CLIENTS_SLOW("clients' way to a broker slow", 4),
    CLIENTS_DEAF("clients' way to a broker silent in one direction", 4),
    BROKER_DRAINED("broker drained", 2),
    BROKER_RESTARTED("broker drained and restarted", 1);

    private final String words;
    private final int weight;

    FaultKind(String words, int weight) {
        this.words = words;
        this.weight = weight;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** How often it is in a deck. */
    int weight() {
        return weight;
    }

    /** Whether it is what an operator does, and nobody should notice: counted by itself. */
    public boolean isDeed() {
        return this == BROKER_DRAINED || this == BROKER_RESTARTED;
    }
}
