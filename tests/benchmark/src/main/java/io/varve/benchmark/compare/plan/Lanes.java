/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All lanes. Varve's client runs with its defaults. A peer's client runs with its defaults and once as its own documents, and
 * the settings under which its makers publish benchmarks, advise: batches and lingering for throughput, none for latency.
 */
final class Lanes {
    static final String VARVE = "varve";
    static final String VARVE_TIERING = "varve-tiering";
    static final String CLUSTER = "varve-cluster";
    static final String CLUSTER_TIERING = "varve-cluster-tiering";
    static final String VARVE_S3 = "varve-s3";
    static final String KAFKA = "kafka";
    static final String KAFKA_FSYNC = "kafka-fsync";
    static final String PULSAR = "pulsar";

    static final Lane VARVE_PLAIN = Lane.plain("Varve", VARVE, "varve");
    static final Lane VARVE_WITH_TIERING = Lane.plain("Varve, tiering", VARVE_TIERING, "varve");
    static final Lane CLUSTER_PLAIN = Lane.plain("Varve cluster", CLUSTER, "varve");
    static final Lane CLUSTER_WITH_TIERING = Lane.plain("Varve cluster, tiering", CLUSTER_TIERING, "varve");
    static final Lane VARVE_OVER_S3 = Lane.plain("Varve over S3", VARVE_S3, "varve");
    static final Lane VARVE_BESIDE_REPLAY = Lane.plain("Varve over S3, beside replay", VARVE_S3, "varve");
    static final Lane VARVE_REPLAY = Lane.plain("Varve replay", VARVE_S3, "varve-replay");

    static final Lane BOOKKEEPER_LARGE = new Lane(
            "raw BookKeeper, 1 MB entries", "raw BookKeeper, large", VARVE, "bookkeeper", Map.of("in-flight", "4"));
    static final Lane BOOKKEEPER_MIDDLE = new Lane(
            "raw BookKeeper, 64 KB entries", "raw BookKeeper, large", VARVE, "bookkeeper", Map.of("in-flight", "32"));
    static final Lane BOOKKEEPER_SMALL = new Lane(
            "raw BookKeeper, 1 KiB entries", "raw BookKeeper, small", VARVE, "bookkeeper", Map.of("in-flight", "2000"));
    static final Lane CLUSTER_BOOKKEEPER_LARGE = new Lane(
            "raw BookKeeper of the cluster, 1 MB entries",
            "raw BookKeeper of the cluster",
            CLUSTER,
            "bookkeeper",
            Map.of("in-flight", "4"));
    /** Each record has an id, and topics remember them. */
    static final Lane MESSAGE_IDS =
            new Lane("Varve, message ids", "Varve, message ids", VARVE_TIERING, "varve", Map.of("messageIds", "true"));

    static final Lane OBJECTS = new Lane("raw objects", "raw objects", VARVE_S3, "objects", Map.of("parallel", "8"));
    static final Lane OBJECTS_LARGE =
            OBJECTS.with(", 8 MiB ranges", Map.of("parallel", "8", "rangeBytes", Integer.toString(8 << 20)));

    private static final Lane KAFKA_PLAIN = Lane.plain("Kafka", KAFKA, "kafka");
    private static final Lane KAFKA_FSYNC_PLAIN = Lane.plain("Kafka, fsync", KAFKA_FSYNC, "kafka");
    private static final Lane PULSAR_PLAIN = Lane.plain("Pulsar", PULSAR, "pulsar");
    private static final String TUNED = ", tuned";

    /** Of records that wait in a client with many producers, or are on their way: the same for each system's. */
    private static final int CLIENT_MEMORY_BYTES = 256 << 20;

    /** A producer needs room for some records. */
    private static final int LEAST_PRODUCER_BYTES = 256 << 10;

    /** What each producer of Varve has by itself. */
    private static final int PRODUCER_BYTES = 32 << 20;

    private static final Map<String, String> KAFKA_THROUGHPUT =
            Map.of("batch.size", "1048576", "linger.ms", "1", "max.partition.fetch.bytes", "10485760");
    private static final Map<String, String> KAFKA_LATENCY = Map.of("linger.ms", "0");
    private static final Map<String, String> PULSAR_THROUGHPUT = Map.of(
            "batchingMaxBytes", "1048576",
            "batchingMaxMessages", "10000",
            "batchingMaxPublishDelayMicros", "10000",
            "maxPendingMessages", "50000",
            "memoryLimitBytes", Integer.toString(CLIENT_MEMORY_BYTES),
            "receiverQueueSize", "5000");
    /** With topics by the thousand a batch of a MiB for each is never full, and is more memory than there is. */
    private static final Map<String, String> KAFKA_MANY_TOPICS =
            Map.of("batch.size", "65536", "linger.ms", "1", "buffer.memory", Integer.toString(CLIENT_MEMORY_BYTES));

    private static final Map<String, String> PULSAR_MANY_TOPICS = Map.of(
            "batchingMaxBytes", "65536",
            "batchingMaxPublishDelayMicros", "1000",
            "maxPendingMessages", "50000",
            "memoryLimitBytes", Integer.toString(CLIENT_MEMORY_BYTES));
    private static final Map<String, String> PULSAR_LATENCY = Map.of("batchingEnabled", "false");

    private Lanes() {}

    /** The peers, for a workload that only writes, as fast as it goes. */
    static List<Lane> peersForWriting() {
        return both(peersForThroughput(), List.of(KAFKA_FSYNC_PLAIN, KAFKA_FSYNC_PLAIN.with(TUNED, KAFKA_THROUGHPUT)));
    }

    /** The peers, for a workload that asks for throughput where forcing writes to the disk says nothing new. */
    static List<Lane> peersForThroughput() {
        return List.of(
                KAFKA_PLAIN,
                KAFKA_PLAIN.with(TUNED, KAFKA_THROUGHPUT),
                PULSAR_PLAIN,
                PULSAR_PLAIN.with(TUNED, PULSAR_THROUGHPUT));
    }

    /** The peers, for a workload that asks for short times. */
    static List<Lane> peersForLatency() {
        return List.of(
                KAFKA_PLAIN,
                KAFKA_PLAIN.with(TUNED, KAFKA_LATENCY),
                KAFKA_FSYNC_PLAIN,
                KAFKA_FSYNC_PLAIN.with(TUNED, KAFKA_LATENCY),
                PULSAR_PLAIN,
                PULSAR_PLAIN.with(TUNED, PULSAR_LATENCY));
    }

    /** Varve with tiering paused, as the peers do without it, and with tiering on. */
    static List<Lane> varveBothWays() {
        return List.of(VARVE_PLAIN, VARVE_WITH_TIERING, CLUSTER_PLAIN);
    }

    /** Varve as it runs by default. */
    static List<Lane> varveWithTiering() {
        return List.of(VARVE_WITH_TIERING, CLUSTER_WITH_TIERING);
    }

    /**
     * All of a workload with so many topics. Kafka's and Pulsar's clients have one memory for all of them, and each producer of
     * Varve its own: they share as much as the others are tuned to.
     */
    static List<Lane> manyTopics(int topics) {
        int share = Math.max(LEAST_PRODUCER_BYTES, Math.min(PRODUCER_BYTES, CLIENT_MEMORY_BYTES / topics));
        Map<String, String> memory = Map.of("memoryBytes", Integer.toString(share));
        return List.of(
                VARVE_WITH_TIERING.with("", memory),
                CLUSTER_WITH_TIERING.with("", memory),
                KAFKA_PLAIN,
                KAFKA_PLAIN.with(TUNED, KAFKA_MANY_TOPICS),
                PULSAR_PLAIN,
                PULSAR_PLAIN.with(TUNED, PULSAR_MANY_TOPICS));
    }

    /** The gateway of the server that {@link #VARVE_WITH_TIERING} runs on, with so many records in a request at most. */
    static Lane http(int recordsPerRequest) {
        return new Lane(
                "Varve, HTTP",
                "Varve, HTTP",
                VARVE_TIERING,
                "varve-http",
                Map.of("recordsPerRequest", Integer.toString(recordsPerRequest)));
    }

    /** The lanes of both. */
    static List<Lane> both(List<Lane> some, List<Lane> others) {
        List<Lane> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
