/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.client.VarveClient;
import io.varve.client.fake.FakeCluster;
import io.varve.client.fake.Fault;
import io.varve.client.record.RecordPosition;
import io.varve.client.record.Schema;
import io.varve.protocol.frame.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Few records wait for the answer to what went before them, and not for long. */
@Timeout(60)
class LingerTest {
    private static final int LATER = 10;

    private final FakeCluster cluster = new FakeCluster(1).topic("orders", 1);
    private final VarveClient client = cluster.client();

    @AfterEach
    void close() {
        client.close(Duration.ofSeconds(1));
        cluster.close();
    }

    @Test
    void fewRecordsGoAfterAWhileThoughNothingIsAnswered() {
        List<CompletableFuture<RecordPosition>> sent = new ArrayList<>();
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            producer.send("connects").join();
            cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.HOLD));
            sent.add(producer.send("first"));
            awaitRequests(2);
            for (int i = 0; i < LATER; i++) {
                sent.add(producer.send("later " + i));
            }
            awaitRequests(3);
            assertThat(sent).noneMatch(CompletableFuture::isDone);
            cluster.release(CommandType.PRODUCE);
        }
        for (int i = 0; i <= LATER; i++) {
            assertThat(sent.get(i).join().offset()).isEqualTo(1 + i);
        }
    }

    private void awaitRequests(int count) {
        while (cluster.count(CommandType.PRODUCE) < count) {
            Thread.onSpinWait();
        }
    }
}
