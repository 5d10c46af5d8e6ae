/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.chaos.history.Anomaly;
import io.varve.chaos.history.History;
import io.varve.chaos.history.HistoryChecker;
import io.varve.chaos.history.Reading;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.batch.Record;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientThreadTest {
    private final History history = new History(line -> {});

    @Test
    void aClientThatEndsByAnExceptionIsAnAnomaly() throws Exception {
        run(() -> {
            throw new IllegalStateException("a queue in a state that it can't be in");
        });

        assertThat(HistoryChecker.check(history).named())
                .extracting(Anomaly::toString)
                .containsExactly(
                        "DIED: member-1: java.lang.IllegalStateException: a queue in a state that it can't be in");
    }

    @Test
    void recordsOfAPartitionThatAMemberDoesNotHaveAreAnAnomaly() throws Exception {
        Map<Integer, Reading> held = Map.of(1, history.reading("member-1", Reading.By.GROUP, 1, -1, 0));
        run(() -> Given.note(history, held, List.of(record(2)), 1));

        assertThat(history.died())
                .containsExactly(
                        "member-1: java.lang.IllegalStateException: records of partition 2, which nobody reads here");
    }

    @Test
    void aClientThatEndsByItselfIsNone() throws Exception {
        run(() -> {});

        assertThat(HistoryChecker.check(history).isClean()).isTrue();
    }

    private void run(Runnable work) throws InterruptedException {
        ClientThread.start("member-1", history, new Clock(), work).join();
    }

    private ReceivedRecord<byte[]> record(int partition) {
        long id = history.invoke(history.process("sender"), partition, 0);
        byte[] key = Sender.key(id).getBytes(StandardCharsets.UTF_8);
        return new ReceivedRecord<>(
                new TopicPartition("chaos", partition),
                new Record(0, 0, key, Value.encode(id), List.of()),
                Schema.bytes());
    }
}
