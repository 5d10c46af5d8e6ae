/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static io.varve.log.TestLedgers.await;
import static io.varve.log.TestLedgers.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.varve.log.LedgerSpec;
import io.varve.log.LedgerStore;
import io.varve.log.LedgerWriter;
import io.varve.log.Quorum;
import io.varve.log.SlowBookieContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bookie that answers nothing for a while, to clients that wait for it longer than a test takes. */
class SlowBookieTest extends SlowBookieContract {
    private static final int MIB = 1 << 20;

    private static TestCluster cluster;
    private static BookKeeperLedgerStore store;

    @BeforeAll
    static void start(@TempDir Path dir) throws Exception {
        cluster = new TestCluster(dir, 3);
        store = cluster.connect(Duration.ofSeconds(60));
    }

    @AfterAll
    static void stop() {
        store.close();
        cluster.close();
    }

    @Override
    protected LedgerStore store() {
        return store;
    }

    @Override
    protected void slowBookie(boolean slow) {
        if (slow) {
            cluster.bookie(2).suspend();
        } else {
            cluster.bookie(2).resume();
        }
    }

    @Test
    void closingTheStoreFreesWhatIsHeld() {
        BookKeeperLedgerStore leaving = cluster.connect(Duration.ofSeconds(60));
        LedgerWriter writer = await(leaving.create(new LedgerSpec("cluster", 0, 1, 1, Quorum.THREE)));
        slowBookie(true);
        for (int i = 0; i < 24; i++) {
            await(writer.append(PooledByteBufAllocator.DEFAULT.buffer(MIB).writeZero(MIB)));
        }
        assertThat(leaving.unsent().bytes()).isGreaterThanOrEqualTo(MIB);
        leaving.close();
        awaitTrue(() -> leaving.unsent().bytes() == 0);
    }
}
