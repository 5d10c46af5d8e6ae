/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static io.varve.cluster.TestCluster.broker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.varve.metadata.MemoryMetadataStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BrokerRegistryTest {
    private final TestCluster cluster = new TestCluster();
    private final MemoryMetadataStore store = cluster.connect();
    private final BrokerRegistry registry = new BrokerRegistry(store);

    @Test
    void registeredBrokersAreLiveUntilTheirSessionEnds() {
        MemoryMetadataStore other = cluster.connect();
        AtomicInteger changes = new AtomicInteger();
        registry.onChange(changes::incrementAndGet);
        cluster.tasks.await(registry.register(broker("a", 1)));
        cluster.tasks.await(new BrokerRegistry(other).register(broker("b", 2)));
        assertThat(registry.live()).containsOnlyKeys("a", "b");
        assertThat(registry.find(new Assignee("b", 2))).contains(broker("b", 2));
        assertThat(registry.find(new Assignee("b", 3))).isEmpty();
        other.close();
        cluster.tasks.runAll();
        assertThat(registry.live()).containsOnlyKeys("a");
        assertThat(changes).hasValue(3);
    }

    @Test
    void nextProcessOfABrokerReplacesTheFormerOne() {
        cluster.tasks.await(registry.register(broker("a", 1)));
        cluster.tasks.await(new BrokerRegistry(cluster.connect()).register(broker("a", 2)));
        assertThat(registry.live()).containsEntry("a", broker("a", 2));
        assertThat(registry.find(new Assignee("a", 1))).isEmpty();
    }

    @Test
    void tellsWhichProcessHasAnId() {
        assertThat(cluster.tasks.await(registry.registered("a"))).isEmpty();
        cluster.tasks.await(registry.register(broker("a", 1)));
        assertThat(cluster.tasks.await(registry.registered("a"))).contains(broker("a", 1));
    }

    @Test
    void brokerRegistersAgainAfterItsSessionExpired() {
        cluster.tasks.await(registry.register(broker("a", 1)));
        store.expire();
        cluster.tasks.runAll();
        assertThat(registry.live()).as("last known").containsOnlyKeys("a");
        store.resume();
        cluster.tasks.runAll();
        BrokerRegistry other = new BrokerRegistry(cluster.connect());
        cluster.tasks.runAll();
        assertThat(other.live()).containsOnlyKeys("a");
    }

    @Test
    void lostAnswerIsAskedForAgainAtTheNextTick() {
        cluster.tasks.await(registry.register(broker("a", 1)));
        cluster.tasks.runAll();
        store.holdReplies();
        cluster.tasks.await(new BrokerRegistry(cluster.connect()).register(broker("b", 2)));
        cluster.tasks.runAll();
        store.loseReplies();
        cluster.tasks.runAll();
        assertThat(registry.live()).as("no other change, no other event").containsOnlyKeys("a");
        registry.tick();
        cluster.tasks.runAll();
        assertThat(registry.live()).containsOnlyKeys("a", "b");
    }

    @Test
    void brokerIdsAreNames() {
        for (String id : new String[] {"", ".", "..", "a/b", "a b"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> broker(id, 1))
                    .withMessageContaining("\"" + id + "\"");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> broker("a", 0));
        assertThat(Broker.newIncarnation()).isBetween(1L, 1L << 53).isNotEqualTo(Broker.newIncarnation());
    }
}
