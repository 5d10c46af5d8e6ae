/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.tiering;

import io.varve.log.record.TieredObject;
import io.varve.objects.ObjectStore;
import io.varve.objects.format.ObjectLocation;
import io.varve.objects.format.ObjectWriter;
import io.varve.objects.format.PartitionLane;
import io.varve.objects.format.WrittenObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tiers one segment, once: a first scan finds what is there, each further one takes the batches of some lanes to their objects,
 * and each object is read back as soon as it is complete. Blocks its thread. Whatever it throws, it leaves no upload behind,
 * and at most objects that nobody lists: those are for a sweep to find, since deleting on doubt is how data is lost.
 */
final class TieringRun implements AutoCloseable {
    private final SegmentScan scan;
    private final TiererConfig config;
    private final KeptRanges kept;
    private final Function<TieringPlan.Target, ObjectWriter> begin;
    private final ObjectVerification verification;
    private final List<TieredObject> tiered = new ArrayList<>();
    private @Nullable ObjectWriter writer;

    /**
     * A run over a segment.
     *
     * @param scan of the segment
     * @param begin begins the object of a target
     */
    TieringRun(
            SegmentScan scan,
            ObjectStore objects,
            TiererConfig config,
            KeptRanges kept,
            Pace pace,
            Function<TieringPlan.Target, ObjectWriter> begin) {
        this.scan = scan;
        this.config = config;
        this.kept = kept;
        this.begin = begin;
        this.verification = new ObjectVerification(objects, config.verify(), pace);
    }

    List<TieredObject> run() {
        TieringPlan plan = TieringPlan.of(findLanes(), config.ownObjectBytes());
        for (List<TieringPlan.Part> pass : plan.passes(config.memoryBytes())) {
            if (pass.size() == 1) {
                stream(pass.get(0));
            } else {
                sort(pass);
            }
        }
        return tiered;
    }

    /** Gives up the object that is being written, if any. */
    @Override
    public void close() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }

    private Collection<LaneExtent> findLanes() {
        Map<PartitionLane, LaneExtent> lanes = new TreeMap<>();
        scan.run((lane, record, batch) -> lanes.computeIfAbsent(lane, it -> new LaneExtent(it, kept.firstKept(it)))
                .add(batch, record));
        return lanes.values();
    }

    /** Takes a lane from the log straight to its object: its batches lie in the order of their offsets. */
    private void stream(TieringPlan.Part part) {
        ObjectWriter to = writerOf(part.target());
        copy(List.of(part), (extent, batch) -> batch.writeTo(to, extent.lane));
        wrote(part);
    }

    /** Gathers the batches of some lanes in memory, lane by lane, and then writes them in the order of the lanes. */
    private void sort(List<TieringPlan.Part> pass) {
        Map<PartitionLane, LaneBuffer> buffers = new TreeMap<>();
        try {
            copy(pass, (extent, batch) -> buffers.computeIfAbsent(extent.lane, it -> new LaneBuffer(extent))
                    .add(batch));
            for (TieringPlan.Part part : pass) {
                LaneBuffer buffer = buffers.remove(part.extent().lane);
                if (buffer != null) {
                    try (buffer) {
                        buffer.writeTo(writerOf(part.target()));
                    }
                }
                wrote(part);
            }
        } finally {
            buffers.values().forEach(LaneBuffer::close);
        }
    }

    /** The second look at the same entries finds the same batches, or the object's directory won't pass its verification. */
    private void copy(List<TieringPlan.Part> pass, BiConsumer<LaneExtent, LoggedBatch> sink) {
        Map<PartitionLane, LaneExtent> wanted = new TreeMap<>();
        pass.forEach(part -> wanted.put(part.extent().lane, part.extent()));
        scan.run((lane, record, batch) -> {
            LaneExtent extent = wanted.get(lane);
            if (extent != null && extent.keeps(batch)) {
                sink.accept(extent, LoggedBatch.of(record, batch));
            }
        });
    }

    private ObjectWriter writerOf(TieringPlan.Target target) {
        ObjectWriter open = writer == null ? begin.apply(target) : writer;
        writer = open;
        return open;
    }

    private void wrote(TieringPlan.Part part) {
        if (!part.last()) {
            return;
        }
        WrittenObject object;
        try (ObjectWriter done = writerOf(part.target())) {
            object = done.complete();
        }
        writer = null;
        verification.run(object, part.target().lanes());
        ObjectLocation location = object.location();
        tiered.add(new TieredObject(
                location.key(),
                location.bytes(),
                object.firstSequence(),
                object.endSequence(),
                object.level(),
                location.directoryPosition(),
                location.directoryLength(),
                location.directoryCrc(),
                object.minAppendMs(),
                object.maxAppendMs()));
    }
}
