/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.load;

import io.varve.chaos.history.History;
import io.varve.chaos.history.Reading;
import io.varve.client.VarveClient;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads everything from offset 0 on, when nobody sends any more. */
final class LastReading {
    private static final Logger LOG = LoggerFactory.getLogger(LastReading.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private LastReading() {}

    /** The partitions' ends now; none when they can't be asked for. */
    static Map<Integer, Long> ends(VarveClient client, String topic) {
        try (Reader<byte[]> reader = reader(client, topic)) {
            return ends(reader);
        } catch (VarveException e) {
            LOG.info("the partitions' ends can't be asked for now: {}", e.toString());
            return Map.of();
        }
    }

    private static Map<Integer, Long> ends(Reader<byte[]> reader) {
        return reader.ends().entrySet().stream()
                .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue));
    }

    private static Reader<byte[]> reader(VarveClient client, String topic) {
        return client.newReader(Schema.bytes())
                .topic(topic)
                .from(StartPosition.earliest())
                .create();
    }

    /**
     * Reads each partition to its end; what can't be read within the time is an anomaly of the history.
     *
     * @return the partitions' ends
     */
    static Map<Integer, Long> read(VarveClient client, String topic, Duration patience, History history, Clock clock) {
        Map<Integer, Long> next = new TreeMap<>();
        try (Reader<byte[]> reader = reader(client, topic)) {
            Map<Integer, Long> ends = ends(reader);
            Map<Integer, Reading> readings = new TreeMap<>();
            for (int partition : ends.keySet()) {
                readings.put(partition, history.reading("last", Reading.By.LAST, partition, 0, clock.getAsLong()));
            }
            long deadline = clock.getAsLong() + patience.toNanos();
            while (isBehind(next, ends) && clock.getAsLong() < deadline) {
                List<ReceivedRecord<byte[]>> records = reader.poll(POLL);
                next.putAll(Given.note(history, readings, records, clock.getAsLong()));
            }
            if (isBehind(next, ends)) {
                history.unreadable(
                        "not all could be read within " + patience.toSeconds() + " s: " + next + " of " + ends,
                        clock.getAsLong());
            }
            return ends;
        } catch (VarveException e) {
            history.unreadable("the last reading, at " + next + ": " + e, clock.getAsLong());
            return Map.of();
        }
    }

    private static boolean isBehind(Map<Integer, Long> next, Map<Integer, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> next.getOrDefault(end.getKey(), 0L) < end.getValue());
    }
}
