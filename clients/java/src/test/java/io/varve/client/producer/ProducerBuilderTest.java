/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.VarveClient;
import io.varve.client.fake.FakeCluster;
import io.varve.client.record.Schema;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProducerBuilderTest {
    private final FakeCluster cluster = new FakeCluster(2);
    private final VarveClient client = cluster.client(Duration.ofMillis(500));

    @AfterEach
    void close() {
        client.close(Duration.ofMillis(100));
        cluster.close();
    }

    @Test
    void batchesAreNoLargerThanTheMemoryUnlessAskedFor() {
        cluster.topic("orders", 1);
        try (Producer<byte[]> producer = client.newProducer(Schema.bytes())
                .topic("orders")
                .memoryBytes(50_000)
                .create()) {
            assertThat(producer.send(new byte[1_000]).join().offset()).isZero();
        }
        assertThatThrownBy(() -> client.newProducer(Schema.bytes())
                        .topic("orders")
                        .batchBytes(60_000)
                        .memoryBytes(50_000)
                        .create())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("50000", "60000");
    }
}
