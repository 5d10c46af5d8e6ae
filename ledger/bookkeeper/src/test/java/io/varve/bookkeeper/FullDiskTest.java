/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static io.varve.bookkeeper.TestCluster.awaitRoomFor;
import static io.varve.log.TestLedgers.appendAll;
import static io.varve.log.TestLedgers.await;
import static io.varve.log.TestLedgers.awaitTrue;
import static io.varve.log.TestLedgers.entry;
import static io.varve.log.TestLedgers.readAll;
import static io.varve.log.TestLedgers.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.varve.log.LedgerEnd;
import io.varve.log.LedgerReader;
import io.varve.log.LedgerSpec;
import io.varve.log.LedgerWriter;
import io.varve.log.Quorum;
import io.varve.protocol.error.StoreException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to ledgers when bookies have no room. */
class FullDiskTest {
    private static final int EPOCH = 1;

    /** Other than one that died, a bookie that refuses makes the client look for another one at once, and there is none. */
    @Test
    void aLedgerEndsWhenOneOfItsThreeDisksIsFullAndTheNextOneDoesWithTwo(@TempDir Path dir) throws Exception {
        try (TestCluster cluster = new TestCluster(dir, 3);
                BookKeeperLedgerStore store = cluster.connect()) {
            LedgerWriter writer = create(store, Quorum.THREE);
            appendAll(writer, 0, 20);
            cluster.bookie(1).turnReadOnly();
            int acknowledged = appendUntilItFails(writer, 20);
            LedgerEnd end = await(store.recover(writer.ledgerId(), EPOCH));
            assertThat(end.lastEntry()).isBetween(acknowledged - 1L, (long) acknowledged);
            try (LedgerReader reader = await(store.open(writer.ledgerId()))) {
                assertThat(readAll(reader, 0, acknowledged - 1)).isEqualTo(texts(0, acknowledged - 1));
            }

            awaitTrue(() -> await(store.writableBookies()) == 2);
            awaitRoomFor(Quorum.THREE, store, false);
            appendAll(create(store, Quorum.TWO), 0, 100);
            cluster.bookie(1).turnWritable();
            awaitTrue(() -> await(store.writableBookies()) == 3);
            awaitRoomFor(Quorum.THREE, store, true);
            appendAll(create(store, Quorum.THREE), 0, 5);
        }
    }

    @Test
    void withoutRoomAnywhereNothingIsAcknowledgedAndNothingAcknowledgedIsLost(@TempDir Path dir) throws Exception {
        try (TestCluster cluster = new TestCluster(dir, 1);
                BookKeeperLedgerStore store = cluster.connect()) {
            LedgerWriter writer = create(store, Quorum.ONE);
            appendAll(writer, 0, 10);
            cluster.bookie(0).turnReadOnly();
            assertThatExceptionOfType(StoreException.UnknownOutcome.class)
                    .isThrownBy(() -> await(writer.append(entry("entry-10"))));
            awaitRoomFor(Quorum.ONE, store, false);
            try (LedgerReader reader = await(store.open(writer.ledgerId()))) {
                assertThat(readAll(reader, 0, 9)).isEqualTo(texts(0, 9));
            }

            cluster.bookie(0).turnWritable();
            awaitTrue(() -> await(store.writableBookies()) == 1);
            awaitRoomFor(Quorum.ONE, store, true);
            assertThat(await(store.recover(writer.ledgerId(), EPOCH)).lastEntry())
                    .isEqualTo(9);
            appendAll(create(store, Quorum.ONE), 0, 5);
        }
    }

    /** Others than the bookie that refuses may be quicker and make a quorum. Returns how many entries there are then. */
    private static int appendUntilItFails(LedgerWriter writer, int first) {
        int[] next = {first};
        awaitTrue(() -> {
            CompletableFuture<Boolean> failed = writer.append(entry("entry-" + next[0]))
                    .handle((entry, failure) -> failure instanceof StoreException);
            next[0]++;
            return await(failed);
        });
        return next[0] - 1;
    }

    private static LedgerWriter create(BookKeeperLedgerStore store, Quorum quorum) {
        return await(store.create(new LedgerSpec("cluster", 0, 1, EPOCH, quorum)));
    }
}
