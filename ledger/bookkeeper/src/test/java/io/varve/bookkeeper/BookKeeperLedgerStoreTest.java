/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static io.varve.log.TestLedgers.appendAll;
import static io.varve.log.TestLedgers.await;
import static io.varve.log.TestLedgers.entry;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.varve.log.LedgerSpec;
import io.varve.log.LedgerStore;
import io.varve.log.LedgerStoreContract;
import io.varve.log.LedgerWriter;
import io.varve.log.Quorum;
import io.varve.protocol.error.StoreException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.bookkeeper.client.BookKeeper;
import org.apache.bookkeeper.client.api.WriteHandle;
import org.apache.bookkeeper.conf.ClientConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookKeeperLedgerStoreTest extends LedgerStoreContract {
    private static TestCluster cluster;
    private static BookKeeperLedgerStore store;
    private static BookKeeperLedgerStore otherStore;

    @BeforeAll
    static void start(@TempDir Path dir) throws Exception {
        cluster = new TestCluster(dir, 3);
        store = cluster.connect();
        otherStore = cluster.connect();
    }

    @AfterAll
    static void stop() {
        otherStore.close();
        store.close();
        cluster.close();
    }

    @Override
    protected LedgerStore store() {
        return store;
    }

    @Override
    protected LedgerStore otherStore() {
        return otherStore;
    }

    @Test
    void ledgerSaysWhichShardItBelongsTo() {
        LedgerSpec spec = new LedgerSpec("5f0c4c9e", 12, 3, 45, Quorum.THREE);
        LedgerWriter writer = await(store.create(spec));
        Map<String, String> labels = new TreeMap<>();
        await(store.metadata(writer.ledgerId()))
                .getCustomMetadata()
                .forEach((name, value) -> labels.put(name, new String(value, UTF_8)));
        assertThat(labels)
                .isEqualTo(Map.of(
                        "app", "varve", "clusterId", "5f0c4c9e", "shard", "12", "incarnation", "3", "epoch", "45"));
    }

    @Test
    void ledgerOfAnotherProgramIsNeverFenced() throws Exception {
        BookKeeper client = new BookKeeper(new ClientConfiguration().setMetadataServiceUri(cluster.metadataUri()));
        try {
            WriteHandle foreign = client.newCreateLedgerOp()
                    .withPassword("theirs".getBytes(UTF_8))
                    .execute()
                    .get();
            assertThatExceptionOfType(StoreException.Conflict.class)
                    .isThrownBy(() -> await(store.recover(foreign.getId(), Integer.MAX_VALUE)));
            assertThat(foreign.append("still open".getBytes(UTF_8))).isZero();
        } finally {
            client.close();
        }
    }

    @Test
    void noEntryIsAcknowledgedBeforeItsBookiesForcedItToDisk() {
        LedgerWriter writer = await(store.create(new LedgerSpec("cluster", 0, 1, 1, new Quorum(3, 3, 3))));
        appendAll(writer, 0, 1);
        long[] before = journalSyncs();
        for (int i = 1; i <= 100; i++) {
            long[] atAnswer = await(writer.append(entry("entry-" + i)).thenApply(id -> journalSyncs()));
            for (int bookie = 0; bookie < 3; bookie++) {
                assertThat(atAnswer[bookie] - before[bookie])
                        .as("syncs of bookie %s when entry %s was acknowledged", bookie, i)
                        .isGreaterThanOrEqualTo(i);
            }
        }
    }

    private static long[] journalSyncs() {
        return new long[] {
            cluster.bookie(0).journalSyncs(),
            cluster.bookie(1).journalSyncs(),
            cluster.bookie(2).journalSyncs()
        };
    }
}
