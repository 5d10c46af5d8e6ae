/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.metadata.MemoryMetadataStore;
import io.varve.protocol.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProducerIdsTest {
    private final TestCluster cluster = new TestCluster();
    private final MemoryMetadataStore store = cluster.connect();
    private final ProducerIds ids = new ProducerIds(store);

    @Test
    void idsOfOneBrokerAreDenseFromOne() {
        for (long expected = 1; expected <= 2_500; expected++) {
            assertThat(cluster.tasks.await(ids.next())).isEqualTo(expected);
        }
    }

    @Test
    void noIdIsGivenTwiceByAnyBroker() {
        List<ProducerIds> brokers =
                List.of(ids, new ProducerIds(cluster.connect()), new ProducerIds(cluster.connect()));
        List<CompletableFuture<Long>> given = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            brokers.forEach(broker -> given.add(broker.next()));
        }
        Set<Long> distinct = new HashSet<>();
        given.forEach(id -> distinct.add(cluster.tasks.await(id)));
        assertThat(distinct).hasSize(9_000);
    }

    @Test
    void blockWhoseReplyWasLostIsNotUsed() {
        cluster.tasks.runAll();
        store.loseNextReply();
        assertThat(cluster.tasks.await(ids.next())).isEqualTo(1_001);
    }

    @Test
    void outageIsUnavailableAndOverAfterwards() {
        cluster.tasks.runAll();
        store.suspend();
        assertRefused(ErrorCode.UNAVAILABLE, "producer id", () -> cluster.tasks.await(ids.next()));
        store.resume();
        assertThat(cluster.tasks.await(ids.next())).isEqualTo(1);
    }

    @Test
    void thoseWhoWaitHaveABound() {
        List<CompletableFuture<Long>> waiting = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            waiting.add(ids.next());
        }
        CompletableFuture<Long> oneTooMany = ids.next();
        assertThat(oneTooMany).isCompletedExceptionally();
        assertRefused(ErrorCode.BUSY, "10000", () -> cluster.tasks.await(oneTooMany));
        assertThat(cluster.tasks.await(waiting.get(9_999))).isEqualTo(10_000);
    }
}
