/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.bookkeeper.BookKeeperLedgerStore;
import io.varve.cluster.ClusterInit;
import io.varve.cluster.ClusterNode;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.StoreException;
import io.varve.server.doctor.Finding;
import io.varve.zookeeper.ZooKeeperHealth;
import io.varve.zookeeper.ZooKeeperMetadataStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a broker needs of the cluster that it is to be part of. */
final class ClusterChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** A broker whose clock is further off than this does damage: retention and time go by the clocks of brokers. */
    private static final Duration MAX_CLOCK_OFFSET = Duration.ofSeconds(10);

    /** What to do about an object store that fails. */
    static final String OBJECTS_REMEDY =
            "check bucket or directory, address and credentials (objects.*), and that it is reachable";

    private static final String ZOOKEEPER_REMEDY =
            "start it, let this machine reach it, or take it out of cluster.zookeeper";
    private static final String CLUSTER_REMEDY = "bring ZooKeeper back: more than half of its servers have to run";

    private final String zooKeeper;

    /** @param zooKeeper {@code host:port[,host:port...]} */
    ClusterChecks(String zooKeeper) {
        this.zooKeeper = zooKeeper;
    }

    /** One finding for each ZooKeeper server, then those of what is in it. */
    List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        for (String address : ZooKeeperHealth.addresses(zooKeeper)) {
            findings.add(Finding.of("zookeeper", ZOOKEEPER_REMEDY, () -> zooKeeper(address)));
        }
        try (ZooKeeperMetadataStore metadata = Connections.metadata(zooKeeper)) {
            Optional<ClusterNode> cluster =
                    Waiting.on("ZooKeeper", new ClusterInit(metadata, Clock.systemUTC()).find());
            if (cluster.isEmpty()) {
                findings.add(Finding.bad(
                        "cluster", "there is none; create it, once: varve cluster init --metadata zk://" + zooKeeper));
            } else {
                findings.add(Finding.of("clock", CLUSTER_REMEDY, () -> clock(metadata)));
                findings.add(Finding.ok(
                        "cluster",
                        cluster.get().clusterId() + ", "
                                + cluster.get().shards().size() + " shards"));
                findings.add(Finding.of("bookies", CLUSTER_REMEDY, () -> bookies(cluster.get())));
            }
        } catch (RuntimeException e) {
            findings.add(Finding.bad("cluster", e.getMessage() + "; " + CLUSTER_REMEDY));
        }
        return findings;
    }

    private static Finding zooKeeper(String address) {
        ZooKeeperHealth health = ZooKeeperHealth.ask(address, PATIENCE);
        return Finding.ok(
                "zookeeper", address + " is " + health.mode() + ", answers in " + health.averageMillis() + " ms");
    }

    private static Finding clock(ZooKeeperMetadataStore metadata) {
        Instant before = Instant.now();
        Instant theirs = Waiting.on("clock", metadata.time());
        Instant after = Instant.now();
        Duration offset = theirs.isBefore(before)
                ? Duration.between(theirs, before)
                : theirs.isAfter(after) ? Duration.between(after, theirs) : Duration.ZERO;
        String text = "differs by " + offset.toMillis() + " ms from that of ZooKeeper's leader";
        return offset.compareTo(MAX_CLOCK_OFFSET) > 0
                ? Finding.bad("clock", text + ", allowed is " + MAX_CLOCK_OFFSET.toSeconds() + " s; let NTP set both")
                : Finding.ok("clock", text);
    }

    private Finding bookies(ClusterNode cluster) {
        int wanted = cluster.shardSets().stream()
                .mapToInt(set -> set.shardClass().ensemble())
                .max()
                .orElse(1);
        int needed = cluster.shardSets().stream()
                .mapToInt(set -> set.shardClass().ackQuorum())
                .max()
                .orElse(1);
        int writable;
        try (BookKeeperLedgerStore ledgers = Connections.ledgers(zooKeeper)) {
            writable = Waiting.on("bookies", ledgers.writableBookies());
        } catch (StoreException.Unavailable e) {
            return Finding.bad("bookies", e.getMessage() + "; start " + wanted);
        }
        String text = writable + " can be written, " + wanted + " make all copies of a record";
        return writable < wanted
                ? Finding.bad(
                        "bookies",
                        text + (writable < needed ? ", " + needed + " are needed for an answer" : "") + "; start more")
                : Finding.ok("bookies", text);
    }

    /** Whether the bucket or directory can be listed. */
    static Finding objects(ObjectsConfig config, Path data) {
        if (config.store().isEmpty()) {
            return Finding.skipped(
                    "objects", "objects.store isn't set; a broker needs it, a standalone server doesn't");
        }
        try (ObjectStore store = ObjectStores.open(config, data)) {
            var unused = Waiting.on("objects.store=" + config.store(), store.list("", null, 1));
            return Finding.ok("objects", store.location() + " answers");
        } catch (IOException e) {
            return Finding.bad(
                    "objects", "objects.store=" + config.store() + ": " + e.getMessage() + "; " + OBJECTS_REMEDY);
        }
    }
}
