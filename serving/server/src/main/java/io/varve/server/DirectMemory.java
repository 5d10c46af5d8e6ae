/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.varve.http.HttpConfig;
import io.varve.objects.cold.ColdReaderConfig;
import io.varve.protocol.unit.DataSize;
import io.varve.server.config.Configuration;
import io.varve.server.config.InvalidConfiguration;
import io.varve.shard.read.ReadBudget;
import io.varve.tiering.TiererConfig;
import io.varve.transport.TransportConfig;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the budgets of a broker allow together. They are hard limits that work can reach all at once, so a broker whose memory
 * they exceed doesn't start: it would end under load instead.
 *
 * @param budgets bytes by the keys that set them, or what they are for if no key does, in the order in which they are told
 */
record DirectMemory(Map<String, Long> budgets) {
    private static final long MIB = 1L << 20;

    /** The budgets of a broker, which don't depend on how many shards it serves. */
    static DirectMemory of(Configuration configuration) {
        ReadBudget reads = configuration.get(Sections.READS);
        ColdReaderConfig cold = configuration.get(Sections.COLD);
        TiererConfig tiering = configuration.get(Sections.TIERING);
        TransportConfig transport = configuration.get(Sections.NATIVE);
        Map<String, Long> budgets = new LinkedHashMap<>();
        budgets.put("native.total-bytes", transport.totalBytes());
        budgets.put("native.send-bytes", transport.sendBytes());
        budgets.put("http.max-in-flight-bytes", configuration.get(Sections.HTTP).maxInFlightBytes());
        budgets.put("reads.tail-bytes", reads.tailBytes());
        budgets.put("reads.ledger-bytes", reads.ledgerBytes());
        budgets.put("cold.cache-bytes", cold.cacheBytes());
        budgets.put("cold.directory-bytes", cold.directoryBytes());
        budgets.put("tiering.threads x tiering.memory-bytes", (long) tiering.threads() * tiering.memoryBytes());
        budgets.put("replay jobs", HttpConfig.jobsBytes());
        return new DirectMemory(budgets);
    }

    /**
     * What this JVM may have: what it was told, or else as much as its heap. Asked of the JVM and not of Netty, whose classes log
     * as soon as they are there, when nobody has said where to yet.
     */
    static long given() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long told = Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
        return told > 0 ? told : Runtime.getRuntime().maxMemory();
    }

    /** All budgets together. */
    long bytes() {
        return budgets.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether so many bytes are enough. */
    boolean fits(long given) {
        return bytes() <= given;
    }

    /** The sum, what it is made of, and what there is. */
    String text(long given) {
        String parts = budgets.entrySet().stream()
                .map(budget -> budget.getKey() + " " + human(budget.getValue()))
                .collect(Collectors.joining(", "));
        return "budgets allow " + human(bytes()) + " of " + human(given) + " direct memory (" + parts + ")";
    }

    /** What to do when it doesn't fit. */
    String remedy() {
        return "lower them, or set VARVE_JAVA_OPTS=-XX:MaxDirectMemorySize=" + (bytes() + MIB - 1) / MIB + "m";
    }

    /** Throws {@link InvalidConfiguration} unless the budgets fit into this JVM. */
    static void require(Configuration configuration) {
        DirectMemory all = of(configuration);
        if (!all.fits(given())) {
            throw new InvalidConfiguration(all.text(given()) + "; " + all.remedy());
        }
    }

    private static String human(long bytes) {
        return new DataSize(bytes / MIB * MIB).toString();
    }
}
