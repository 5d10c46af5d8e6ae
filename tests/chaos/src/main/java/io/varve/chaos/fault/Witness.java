/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import io.varve.chaos.cluster.ClusterView;
import io.varve.chaos.cluster.LogTail;
import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.cluster.TestedProcess;
import io.varve.chaos.cluster.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What brokers have logged, and the cluster says of itself, since a moment. */
final class Witness {
    private static final Pattern SUSPENDED = Pattern.compile("metadata session state=SUSPENDED");
    private static final Pattern LOST = Pattern.compile("metadata session state=LOST");
    private static final Pattern LEDGER_FAILED = Pattern.compile("ledger failed ");
    private static final Pattern LEDGER_FENCED = Pattern.compile("ledger failed .*fenced");
    private static final Pattern LEDGER_LEFT = Pattern.compile("roll .*asked=a bookie of the ensemble is away");
    private static final Pattern RECOVERED = Pattern.compile("shard opened .* recovered=([1-9][0-9]*)");
    private static final Pattern SHARD_LOST = Pattern.compile("shard lost shard=[0-9]+ reason=");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final TestedCluster cluster;
    private final Map<String, LogTail> logs = new LinkedHashMap<>();
    private final Optional<ClusterView> before;

    /** From now on. Waits until the cluster says who has which shards. */
    Witness(TestedCluster cluster) throws IOException, InterruptedException {
        this.cluster = cluster;
        for (TestedProcess broker : cluster.processes("broker")) {
            logs.put(broker.name(), LogTail.from(broker.log()));
        }
        before = ask();
    }

    private Optional<ClusterView> ask() throws InterruptedException {
        return Waiting.look(PATIENCE, LOOK, cluster::view);
    }

    /** Shards that this broker had; none when that couldn't be told. */
    Set<Integer> shardsOf(String broker) {
        return before.map(view -> view.claimedBy(broker)).orElse(Set.of());
    }

    /** How many of those shards have been claimed since; 0 when that can't be told. */
    long claimed(Set<Integer> shards) throws InterruptedException {
        Optional<ClusterView> now = ask();
        return before.flatMap(earlier -> now.map(later -> later.claimedSince(earlier, shards)))
                .orElse(0L);
    }

    /** How often this broker, or all of them if it isn't one, noticed that its connection to ZooKeeper was gone. */
    long suspended(String broker) throws IOException {
        return count(SUSPENDED, broker);
    }

    /** How often this broker, or all of them if it isn't one, took its session for over. */
    long sessionsLost(String broker) throws IOException {
        return count(LOST, broker);
    }

    /** How often this broker, or all of them if it isn't one, gave a shard up because it was another's. */
    long shardsLost(String broker) throws IOException {
        return count(SHARD_LOST, broker);
    }

    private long count(Pattern pattern, String broker) throws IOException {
        long sum = 0;
        for (Map.Entry<String, LogTail> log : logs.entrySet()) {
            if (!logs.containsKey(broker) || log.getKey().equals(broker)) {
                sum += log.getValue().count(pattern);
            }
        }
        return sum;
    }

    /** What happened to ledgers. */
    Ledgers ledgers() throws IOException {
        long recovered = 0;
        for (LogTail log : logs.values()) {
            recovered += log.matches(RECOVERED)
                    .mapToLong(match -> Long.parseLong(match.group(1)))
                    .sum();
        }
        return new Ledgers(count(LEDGER_FAILED, ""), count(LEDGER_FENCED, ""), count(LEDGER_LEFT, ""), recovered);
    }

    /** Appends a count in words, unless it is zero. */
    static void add(List<String> parts, long count, String words) {
        if (count > 0) {
            parts.add(count + " " + words);
        }
    }
}
