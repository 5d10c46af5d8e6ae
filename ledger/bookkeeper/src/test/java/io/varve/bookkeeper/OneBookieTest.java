/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static io.varve.log.TestLedgers.appendAll;
import static io.varve.log.TestLedgers.await;
import static io.varve.log.TestLedgers.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.varve.log.LedgerReader;
import io.varve.log.LedgerSpec;
import io.varve.log.LedgerWriter;
import io.varve.log.Quorum;
import io.varve.protocol.error.StoreException;
import io.varve.zookeeper.ZooKeeperNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bookie that keeps little in memory and frees space every second. */
class OneBookieTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path dir;

    private ZooKeeperNode zooKeeper;
    private BookieNode bookie;
    private BookKeeperLedgerStore store;

    @BeforeEach
    void start() throws IOException {
        zooKeeper = ZooKeeperNode.start(dir.resolve("zookeeper"), 0);
        String metadataUri = "zk+hierarchical://" + zooKeeper.connectString() + "/ledgers";
        bookie = BookieNode.start(new BookieConfig(
                "bookie-1",
                BookieDirectories.in(dir.resolve("bookie-1")),
                metadataUri,
                InetAddress.getLoopbackAddress(),
                0,
                // Short: a bookie lists the ledgers that exist for twice as long before it deletes one.
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                4 * MIB,
                DiskLimits.SHARED_DISK,
                RepairConfig.OFF));
        store = BookKeeperLedgerStore.open(BookKeeperConfig.of(metadataUri));
    }

    @AfterEach
    void stop() {
        store.close();
        bookie.close();
        zooKeeper.close();
    }

    @Test
    void readerOfADeletedLedgerLearnsThatItIsGone() {
        LedgerWriter writer = await(store.create(spec()));
        for (int i = 0; i < 10; i++) {
            await(writer.append(PooledByteBufAllocator.DEFAULT.buffer(MIB).writeZero(MIB)));
        }
        await(writer.close());
        try (LedgerReader reader = await(store.open(writer.ledgerId()))) {
            await(store.delete(writer.ledgerId()));
            assertThatExceptionOfType(StoreException.NotFound.class).isThrownBy(() -> readUntilItFails(reader));
        }
    }

    @Test
    void withoutZooKeeperOpenLedgersGoOnAndNewOnesWaitForItsReturn() throws IOException {
        LedgerWriter writer = await(store.create(spec()));
        zooKeeper.close();
        appendAll(writer, 0, 10);
        assertThatExceptionOfType(StoreException.UnknownOutcome.class).isThrownBy(() -> await(store.create(spec())));
        assertThatExceptionOfType(StoreException.UnknownOutcome.class).isThrownBy(() -> await(writer.close()));

        zooKeeper = ZooKeeperNode.start(dir.resolve("zookeeper"), zooKeeper.port());
        awaitTrue(() -> {
            var end = store.recover(writer.ledgerId(), 1).handle((answer, failure) -> answer != null);
            return await(end);
        });
        assertThat(await(store.recover(writer.ledgerId(), 1)).lastEntry()).isEqualTo(9);
        appendAll(await(store.create(spec())), 0, 1);
    }

    private static void readUntilItFails(LedgerReader reader) {
        awaitTrue(() -> {
            await(reader.read(0, 9, MIB)).forEach(ByteBuf::release);
            return false;
        });
    }

    private static LedgerSpec spec() {
        return new LedgerSpec("cluster", 0, 1, 1, Quorum.ONE);
    }
}
