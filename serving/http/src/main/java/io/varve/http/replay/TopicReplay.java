/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.replay;

import io.varve.client.VarveClient;
import io.varve.client.admin.TopicDescription;
import io.varve.http.job.Claim;
import io.varve.http.job.Copying;
import io.varve.http.job.Job;
import io.varve.http.job.JobCounters;
import io.varve.http.job.JobRunner;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.replay.Copies;
import io.varve.replay.Replay;
import io.varve.replay.ReplayJob;
import io.varve.replay.checkpoint.Checkpoint;
import io.varve.replay.checkpoint.CheckpointInterval;
import io.varve.replay.plan.ReplayRequest;
import io.varve.replay.sink.CopiedOffsets;
import io.varve.replay.sink.CopyMark;
import io.varve.replay.sink.PacedSink;
import io.varve.replay.sink.TopicSink;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies records into another topic, from where the last one who had the job came to. What was copied after its last checkpoint
 * is found in the target, by a header of each copy, and isn't copied again.
 */
final class TopicReplay implements JobRunner.Work {
    /** How much of a target is looked through after a process died, at most, and how old the figures are that callers see. */
    private static final CheckpointInterval INTERVAL = new CheckpointInterval(64L << 20, Duration.ofSeconds(2));

    private static final Logger LOG = LoggerFactory.getLogger(TopicReplay.class);

    private final VarveClient client;
    private final Optional<ObjectStore> objects;
    private final JobCounters counters;

    /** By this client; client and store are borrowed. */
    TopicReplay(VarveClient client, Optional<ObjectStore> objects, JobCounters counters) {
        this.client = client;
        this.objects = objects;
        this.counters = counters;
    }

    /** A replay that reads what is tiered from objects, if they can be read here. */
    static Replay reading(VarveClient client, Optional<ObjectStore> objects, String topic) {
        Replay replay = Replay.of(client, topic);
        return objects.map(replay::objects).orElse(replay);
    }

    @Override
    public boolean run(Claim claim) throws IOException {
        Job job = claim.job();
        Copying work = job.work();
        Checkpoint begin = work.checkpoint();
        CopyMark mark = new CopyMark(job.id());
        Copies copies = new Copies(client, reading(job.id(), work.target()), work.target(), mark);
        // Whoever takes a job over reads first what others may have written for long.
        claim.onEnd(copies::stop);
        Map<Integer, Long> present = ends(target(work));
        if (!claim.isFirst()) {
            LOG.info("job looks for what is copied id={} target={}", job.id(), work.target());
        }
        Optional<CopiedOffsets> found =
                claim.isFirst() ? Optional.of(new CopiedOffsets()) : copies.find(begin, work.ends());
        if (found.isEmpty()) {
            return false;
        }
        CopiedOffsets copied = found.get();
        // Where there are no copies yet nobody has to look for any.
        Map<Integer, Long> ends = copied.size() == 0 ? present : work.ends();
        try (TopicSink target = TopicSink.resume(client, job.topic(), work.target(), mark, copied, ends)) {
            PacedSink paced = new PacedSink(new HeldSink(target, claim, counters), work.rate());
            Replay replay = reading(job.id(), job.topic())
                    .checkpoints(checkpoint -> claim.save(checkpoint, target.ends()), INTERVAL);
            ReplayJob run = replay.resume(ReplayRequest.of(job.topic()), replay.plan(begin), begin, paced);
            claim.onEnd(() -> {
                run.stop();
                paced.hurry();
                if (claim.isLost()) {
                    // What it sent now would come after a successor has looked for what is there.
                    target.abandon();
                }
            });
            return run.run().complete();
        }
    }

    private Replay reading(String job, String topic) {
        return reading(client, objects, topic).notices(notice -> LOG.warn("job goes on id={}: {}", job, notice));
    }

    /** The present ends of a topic's partitions. */
    static Map<Integer, Long> ends(TopicDescription topic) {
        Map<Integer, Long> ends = new TreeMap<>();
        topic.partitions().forEach(partition -> ends.put(partition.partition(), partition.nextOffset()));
        return ends;
    }

    private TopicDescription target(Copying work) {
        TopicDescription present = client.admin().describeTopic(work.target());
        UUID id = present.summary().id();
        if (!id.equals(work.targetId())) {
            throw new VarveException(
                    ErrorCode.TOPIC_NOT_FOUND,
                    "topic " + work.target() + " has the id " + id + "; the one that gets the copies had "
                            + work.targetId());
        }
        return present;
    }
}
