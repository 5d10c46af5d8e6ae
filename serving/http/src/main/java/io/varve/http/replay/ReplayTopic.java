/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.replay;

import io.varve.client.VarveClient;
import io.varve.client.admin.ProgressMove;
import io.varve.client.admin.TopicDescription;
import io.varve.client.reader.StartPosition;
import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import io.varve.http.call.Endpoint;
import io.varve.http.call.Problem;
import io.varve.http.job.Copying;
import io.varve.http.job.Job;
import io.varve.http.job.JobCounters;
import io.varve.http.job.JobRunner;
import io.varve.http.job.JobStore;
import io.varve.http.job.JobTable;
import io.varve.http.job.Moving;
import io.varve.http.job.Threads;
import io.varve.http.json.JsonFields;
import io.varve.http.json.JsonText;
import io.varve.http.json.Positions;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicName;
import io.varve.replay.Replay;
import io.varve.replay.plan.PartitionPlan;
import io.varve.replay.plan.ReplayPlan;
import io.varve.replay.plan.ReplayRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays: into another topic as a job, by reading what is tiered straight from objects; for a group by moving its progress,
 * a job that is done at once. A job that was answered is kept by the cluster, whatever becomes of this process.
 */
public final class ReplayTopic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayTopic.class);

    static final Set<String> FIELDS = Set.of("from", "to", "partitions", "target", "rate", "dryRun");
    static final Set<String> TARGET_FIELDS = Set.of("group", "topic");

    /** Records a second of those that were given no rate: more than anybody copies. */
    static final long FASTEST = 1_000_000_000;

    /** Of both topics of a job together, so that what is kept of it has less than 150 KB. */
    private static final int MOST_PARTITIONS_OF_A_JOB = 2_000;

    private static final int MOST_PARTITIONS = 10_000;
    private static final int PLANNERS = 2;
    private static final int MOST_PLANNING = 64;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final VarveClient client;
    private final Optional<ObjectStore> objects;
    private final JobTable jobs;
    private final JobCounters counters = new JobCounters();
    private final JobRunner runner;
    private final Threads planners = new Threads("varve-replay-plan-", PLANNERS, MOST_PLANNING);

    /**
     * By this client.
     *
     * @param objects where tiered records are, if that can be read here; all comes through brokers otherwise
     * @param store where jobs are kept
     */
    public ReplayTopic(VarveClient client, Optional<ObjectStore> objects, JobStore store) {
        this.client = client;
        this.objects = objects;
        this.jobs = new JobTable(store, InstantSource.system());
        this.runner = new JobRunner(jobs, store, new TopicReplay(client, objects, counters), counters);
    }

    /** Them by their names in the API's document. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "replay", this::replay,
                "listJobs", this::list,
                "describeJob", this::describe,
                "stopJob", this::stop);
    }

    /** Looks for jobs to do; to be called about once a second. */
    public void sweep() {
        runner.sweep();
    }

    /** How many there are, and what they did here. */
    public JobCounters counters() {
        return counters;
    }

    /** Gives the jobs back that are done here. */
    @Override
    public void close() {
        runner.close();
        planners.close(CLOSE_PATIENCE);
    }

    private CompletableFuture<Answer> replay(Call call) {
        TopicName topic = TopicName.parse(call.text("name"));
        JsonFields body = JsonText.object(call.body(), FIELDS);
        JsonFields target = body.optionalObject("target", TARGET_FIELDS)
                .orElseThrow(() -> body.refuse("target", "is missing; it takes {\"topic\":…} or {\"group\":…}"));
        List<Integer> partitions = body.numbers("partitions", 0, Integer.MAX_VALUE, MOST_PARTITIONS);
        StartPosition from = Positions.optional(body, "from").orElse(StartPosition.earliest());
        Optional<StartPosition> to = Positions.optional(body, "to");
        Optional<Long> rate = body.optionalNumber("rate", 1, FASTEST);
        boolean dryRun = body.optionalTruth("dryRun").orElse(false);
        if (target.has("group") == target.has("topic")) {
            throw body.refuse("target", "takes one of group and topic");
        }
        if (target.has("group")) {
            if (to.isPresent() || rate.isPresent()) {
                throw body.refuse(
                        to.isPresent() ? "to" : "rate", "is for a replay into a topic; a group reads on as it likes");
            }
            return seek(call, topic, GroupName.parse(target.text("group")), partitions, from, dryRun);
        }
        TopicName into = TopicName.parse(target.text("topic"));
        if (into.equals(topic)) {
            throw target.refuse("topic", "is the topic that is replayed; it takes another");
        }
        if (to.isPresent() && to.get() instanceof StartPosition.Earliest) {
            throw body.refuse("to", "is `earliest`; it takes latest, an offset or a time");
        }
        ReplayRequest request = ReplayRequest.of(topic.shortName())
                .partitions(new HashSet<>(partitions))
                .from(from)
                .to(to.orElse(StartPosition.latest()));
        if (dryRun) {
            return planners.call(() -> planned(request, into));
        }
        return planners.call(() -> copying(request, plan(request), into, rate.orElse(FASTEST)))
                .thenCompose(work -> begin(call, Job.copying(newId(), topic.shortName(), work, jobs.nowMs())));
    }

    /** On a thread that may block. */
    private ReplayPlan plan(ReplayRequest request) {
        return TopicReplay.reading(client, objects, request.topic()).plan(request);
    }

    /** On a thread that may block. */
    private Copying copying(ReplayRequest request, ReplayPlan plan, TopicName into, long rate) {
        TopicDescription target = client.admin().describeTopic(into.shortName());
        int partitions = plan.partitions().size() + target.partitions().size();
        if (partitions > MOST_PARTITIONS_OF_A_JOB) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a job takes " + MOST_PARTITIONS_OF_A_JOB
                            + " partitions, those of the target included; this one has " + partitions
                            + ": name some of them in `partitions`, and the others in other jobs");
        }
        return new Copying(
                into.shortName(), target.summary().id(), rate, Replay.begin(request, plan), TopicReplay.ends(target));
    }

    /** Begins a copy, unless its caller was told that it took too long: he may have begun another one. */
    private CompletableFuture<Answer> begin(Call call, Job job) {
        requireInTime(call);
        return jobs.add(job)
                .thenCompose(kept -> call.isLate()
                        ? jobs.update(kept.id(), now -> now.askedToStop(jobs.nowMs()))
                                .thenCompose(stopped -> CompletableFuture.<Answer>failedFuture(late()))
                        : CompletableFuture.completedFuture(begun(kept)));
    }

    private Answer begun(Job kept) {
        runner.look();
        return Answer.json(202, json -> JobAnswer.write(kept, json)).header("location", "/jobs/" + kept.id());
    }

    private static void requireInTime(Call call) {
        if (call.isLate()) {
            throw late();
        }
    }

    private static Problem late() {
        return new Problem(ErrorCode.TIMEOUT, "the replay couldn't be begun in time; it wasn't");
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    /** On a thread that may block. */
    private Answer planned(ReplayRequest request, TopicName into) {
        ReplayPlan plan = plan(request);
        // What would be refused is refused, too.
        Copying unused = copying(request, plan, into, FASTEST);
        return Answer.json(200, json -> {
            json.writeStartObject();
            json.writeBooleanField("dryRun", true);
            JobAnswer.writeTarget(plan.topic(), "topic", into.shortName(), json);
            json.writeNumberField("offsets", plan.offsets());
            json.writeNumberField("offsetsInObjects", plan.offsetsInObjects());
            json.writeArrayFieldStart("partitions");
            for (PartitionPlan partition : plan.partitions()) {
                json.writeStartObject();
                json.writeNumberField("partition", partition.partition());
                json.writeNumberField("firstOffset", partition.firstOffset());
                json.writeNumberField("endOffset", partition.endOffset());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private CompletableFuture<Answer> seek(
            Call call, TopicName topic, GroupName group, List<Integer> partitions, StartPosition from, boolean dryRun) {
        if (dryRun) {
            return move(topic, group, partitions, from, true)
                    .thenApply(moving ->
                            Answer.json(200, json -> JobAnswer.writeMoved(topic.shortName(), moving, true, json)));
        }
        // If jobs can't be kept now, that is told while the group is still where it was.
        return jobs.all()
                .thenCompose(present -> {
                    requireInTime(call);
                    return move(topic, group, partitions, from, false);
                })
                .thenCompose(moving -> keep(topic, moving));
    }

    private CompletableFuture<Moving> move(
            TopicName topic, GroupName group, List<Integer> partitions, StartPosition from, boolean dryRun) {
        return client.admin()
                .seekGroupAsync(group.shortName(), topic.shortName(), partitions, from, dryRun)
                .thenApply(moves -> moving(group, moves));
    }

    /** Keeps what has been done as a job; if that can't be, tells what has been done. */
    private CompletableFuture<Answer> keep(TopicName topic, Moving moving) {
        return jobs.add(Job.moved(newId(), topic.shortName(), moving, jobs.nowMs()))
                .thenApply(this::begun)
                .exceptionally(failure -> {
                    // Whoever is refused comes again, and would move the group once more.
                    LOG.warn("a group has moved without a job topic={} group={}", topic, moving.group(), failure);
                    return Answer.json(200, json -> JobAnswer.writeMoved(topic.shortName(), moving, false, json));
                });
    }

    private static Moving moving(GroupName group, List<ProgressMove> moves) {
        Map<Integer, Long> firstOffsets = new TreeMap<>();
        moves.forEach(move -> firstOffsets.put(move.partition(), move.to()));
        long again =
                moves.stream().mapToLong(move -> Math.max(0, -move.records())).sum();
        return new Moving(group.shortName(), again, firstOffsets);
    }

    private CompletableFuture<Answer> list(Call call) {
        return jobs.all()
                .thenApply(all -> Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("jobs");
                    for (Job job : all) {
                        JobAnswer.write(job, json);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }));
    }

    private CompletableFuture<Answer> describe(Call call) {
        String id = call.text("job");
        return jobs.find(id).thenApply(found -> answer(id, found));
    }

    private CompletableFuture<Answer> stop(Call call) {
        String id = call.text("job");
        return jobs.find(id)
                .thenCompose(found -> found.isEmpty() || found.get().isOver()
                        ? CompletableFuture.completedFuture(found)
                        : jobs.update(id, job -> job.askedToStop(jobs.nowMs())))
                .thenApply(found -> {
                    runner.stop(id);
                    return answer(id, found);
                });
    }

    private static Answer answer(String id, Optional<Job> found) {
        Job job = found.orElseThrow(() -> new Problem(
                404,
                ErrorCode.INVALID_ARGUMENT,
                "job is `" + id + "`, which the cluster doesn't have; it keeps " + JobTable.MOST_KEPT
                        + " jobs, none longer than " + JobTable.KEEP.toHours() + " h after its end"));
        return Answer.json(200, json -> JobAnswer.write(job, json));
    }
}
