/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static io.varve.log.TestLedgers.appendAll;
import static io.varve.log.TestLedgers.await;
import static io.varve.log.TestLedgers.awaitTrue;
import static io.varve.log.TestLedgers.readAll;
import static io.varve.log.TestLedgers.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.log.LedgerReader;
import io.varve.log.LedgerSpec;
import io.varve.log.LedgerWriter;
import io.varve.log.Quorum;
import io.varve.zookeeper.ZooKeeperNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.bookkeeper.client.BookKeeper;
import org.apache.bookkeeper.net.BookieId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LedgerRepairTest {
    private static final RepairConfig HASTY =
            new RepairConfig(true, Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofSeconds(1));

    @Test
    @Timeout(120)
    void whatALostBookieHeldIsCopiedToAnother(@TempDir Path dir) throws Exception {
        List<BookieNode> bookies = new ArrayList<>();
        try (ZooKeeperNode zooKeeper = ZooKeeperNode.start(dir.resolve("zookeeper"), 0)) {
            String uri = "zk+hierarchical://" + zooKeeper.connectString() + "/ledgers";
            for (int i = 1; i <= 4; i++) {
                String id = "bookie-" + i;
                bookies.add(BookieNode.start(
                        BookieConfig.of(id, dir.resolve(id), uri).withRepair(HASTY)));
            }
            BookKeeper direct = new BookKeeper(ClientOptions.from(BookKeeperConfig.of(uri)));
            try (BookKeeperLedgerStore store = BookKeeperLedgerStore.open(BookKeeperConfig.of(uri))) {
                LedgerWriter writer = await(store.create(new LedgerSpec("cluster", 0, 1, 1, Quorum.THREE)));
                appendAll(writer, 0, 100);
                await(writer.close());
                String lost = holders(direct, writer.ledgerId()).iterator().next();
                BookieNode gone = bookies.stream()
                        .filter(bookie -> bookie.id().equals(lost))
                        .findFirst()
                        .orElseThrow();
                bookies.remove(gone);
                gone.close();

                awaitTrue(() -> !holders(direct, writer.ledgerId()).contains(lost));

                assertThat(holders(direct, writer.ledgerId())).hasSize(3);
                try (LedgerReader reader = await(store.open(writer.ledgerId()))) {
                    assertThat(readAll(reader, 0, 99)).isEqualTo(texts(0, 99));
                }
            } finally {
                direct.close();
                bookies.forEach(BookieNode::close);
            }
        }
    }

    private static Set<String> holders(BookKeeper client, long ledger) {
        return await(client.getLedgerManager().readLedgerMetadata(ledger))
                .getValue()
                .getAllEnsembles()
                .values()
                .stream()
                .flatMap(List::stream)
                .map(BookieId::getId)
                .collect(Collectors.toSet());
    }
}
