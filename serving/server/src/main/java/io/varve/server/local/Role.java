/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.local;

import java.util.List;
import java.util.Locale;

/** A kind of process, in the order in which they start; they stop in the opposite one. */
enum Role {
    ZOOKEEPER("client peer election", "-Xms32m -Xmx256m -XX:MaxDirectMemorySize=64m -XX:+UseSerialGC"),
    /** The heap as with {@code bin/varve}: all of it from the start, and much in use before it is marked. */
    BOOKIE(
            "bookie",
            "-Xms384m -Xmx384m -XX:MaxDirectMemorySize=384m -XX:+UseG1GC -XX:InitiatingHeapOccupancyPercent=70"),
    BROKER("native http", "-Xms128m -Xmx1g -XX:MaxDirectMemorySize=1g -XX:+UseG1GC");

    private final String ports;
    private final String memory;

    Role(String ports, String memory) {
        this.ports = ports;
        this.memory = memory;
    }

    /** The command that runs it, which is also the first part of its processes' names. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Names of the ports that it listens on; clients of the cluster use the first one. */
    List<String> ports() {
        return List.of(ports.split(" "));
    }

    /** Options of its JVM: many share a machine. */
    List<String> memory() {
        return List.of(memory.split(" "));
    }
}
