/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay;

import io.varve.client.VarveClient;
import io.varve.client.admin.PartitionDescription;
import io.varve.client.admin.TopicDescription;
import io.varve.client.record.ReceivedRecord;
import io.varve.protocol.error.VarveException;
import io.varve.replay.checkpoint.Checkpoint;
import io.varve.replay.plan.OffsetSpan;
import io.varve.replay.plan.ReplayRequest;
import io.varve.replay.sink.CopiedOffsets;
import io.varve.replay.sink.CopyMark;
import io.varve.replay.sink.ReplaySink;
import io.varve.replay.sink.TopicSink;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a replay into a topic has copied since its last checkpoint, as the target itself tells. {@link #find} is for one thread
 * and once; {@link #stop} may be called from anywhere meanwhile.
 */
public final class Copies {
    private final VarveClient client;
    private final Replay replay;
    private final String target;
    private final CopyMark mark;
    private final Stop stop = new Stop();

    /**
     * Of one job.
     *
     * @param replay of the target, by this client; says where its objects are, if they can be read here
     */
    public Copies(VarveClient client, Replay replay, String target, CopyMark mark) {
        this.client = client;
        this.replay = replay;
        this.target = target;
        this.mark = mark;
    }

    /** Makes {@link #find} return soon. */
    public void stop() {
        stop.ask();
    }

    /**
     * Reads the target from where it was at the checkpoint to its present end. Blocks, for as long as it takes to read what was
     * copied since then, and what others wrote meanwhile.
     *
     * @param checkpoint of the replay; copies of records before it don't count
     * @param ends of the target at that checkpoint, see {@link TopicSink#ends}
     * @return all of them; empty if it was stopped before it had them
     * @throws VarveException TOPIC_NOT_FOUND; and what a read can fail with
     */
    public Optional<CopiedOffsets> find(Checkpoint checkpoint, Map<Integer, Long> ends) throws IOException {
        TopicDescription topic = client.admin().describeTopic(target);
        Map<Integer, OffsetSpan> spans = new TreeMap<>();
        for (PartitionDescription partition : topic.partitions()) {
            long end = ends.getOrDefault(partition.partition(), 0L);
            // Retention may have passed over the checkpoint.
            long first = Math.max(end, partition.firstOffset());
            if (first < partition.nextOffset()) {
                spans.put(partition.partition(), new OffsetSpan(first, partition.nextOffset()));
            }
        }
        Checkpoint start =
                new Checkpoint(Checkpoint.VERSION, target, topic.summary().id(), "copies", spans, 0, 0, 0, 0, 0);
        CopiedOffsets copied = new CopiedOffsets();
        if (!spans.isEmpty()) {
            Finder finder = new Finder(mark, checkpoint.rest(), copied);
            ReplayProgress read = replay.resume(ReplayRequest.of(target), replay.plan(start), start, finder, stop)
                    .run();
            if (!read.complete()) {
                return Optional.empty();
            }
        }
        return stop.isAsked() ? Optional.empty() : Optional.of(copied);
    }

    /** Takes the target's records. */
    private record Finder(CopyMark mark, Map<Integer, OffsetSpan> rest, CopiedOffsets copied) implements ReplaySink {
        @Override
        public void accept(ReceivedRecord<byte[]> record) {
            mark.read(record, (partition, offset) -> {
                OffsetSpan span = rest.get(partition);
                if (span != null && offset >= span.firstOffset() && offset < span.endOffset()) {
                    copied.add(partition, offset);
                }
            });
        }

        @Override
        public long commit() {
            return 0;
        }

        @Override
        public void rewind(long toMark) {}

        @Override
        public void close() {}
    }
}
