/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.replay;

import io.varve.client.VarveClient;
import io.varve.client.reader.StartPosition;
import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import io.varve.http.call.Endpoint;
import io.varve.http.call.Problem;
import io.varve.http.json.JsonFields;
import io.varve.http.json.JsonText;
import io.varve.http.json.Positions;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.name.GroupName;
import io.varve.protocol.name.TopicName;
import io.varve.replay.Replay;
import io.varve.replay.plan.PartitionPlan;
import io.varve.replay.plan.ReplayPlan;
import io.varve.replay.plan.ReplayRequest;
import io.varve.replay.sink.PacedSink;
import io.varve.replay.sink.TopicSink;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Replays: into another topic as a job, by reading what is tiered straight from objects; for a group by moving its progress,
 * a job that is done at once.
 */
public final class ReplayTopic {
    static final Set<String> FIELDS = Set.of("from", "to", "partitions", "target", "rate", "dryRun");
    static final Set<String> TARGET_FIELDS = Set.of("group", "topic");
    private static final int MOST_PARTITIONS = 10_000;
    private static final long FASTEST = 1_000_000_000;

    private final VarveClient client;
    private final Optional<ObjectStore> objects;
    private final Jobs jobs;

    /**
     * By this client.
     *
     * @param objects where tiered records are, if that can be read here; all comes through brokers otherwise
     */
    public ReplayTopic(VarveClient client, Optional<ObjectStore> objects, Jobs jobs) {
        this.client = client;
        this.objects = objects;
        this.jobs = jobs;
    }

    /** Them by their names in the API's document. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "replay", this::replay,
                "listJobs", this::list,
                "describeJob", call -> answer(find(call)),
                "stopJob", this::stop);
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
            return seek(topic, GroupName.parse(target.text("group")), partitions, from, dryRun);
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
        return jobs.plan(() -> plan(request, into, rate.orElse(FASTEST), dryRun));
    }

    /** On a thread that may block. */
    private Answer plan(ReplayRequest request, TopicName into, long rate, boolean dryRun) {
        Replay replay = Replay.of(client, request.topic());
        Replay reading = objects.map(replay::objects).orElse(replay);
        ReplayPlan plan = reading.plan(request);
        if (dryRun) {
            // What would be refused is refused, too.
            client.admin().describeTopic(into.shortName());
            return planned(plan, into);
        }
        PacedSink sink = new PacedSink(TopicSink.open(client, request.topic(), into.shortName()), rate);
        TopicJob job = new TopicJob(request.topic(), into.shortName(), reading.job(request, plan, sink), sink);
        jobs.start(job);
        return begun(job);
    }

    private static Answer begun(Job job) {
        return Answer.json(202, job::write).header("location", "/jobs/" + job.id());
    }

    private static Answer planned(ReplayPlan plan, TopicName into) {
        return Answer.json(200, json -> {
            json.writeStartObject();
            json.writeBooleanField("dryRun", true);
            json.writeStringField("topic", plan.topic());
            json.writeObjectFieldStart("target");
            json.writeStringField("topic", into.shortName());
            json.writeEndObject();
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
            TopicName topic, GroupName group, List<Integer> partitions, StartPosition from, boolean dryRun) {
        return client.admin()
                .seekGroupAsync(group.shortName(), topic.shortName(), partitions, from, dryRun)
                .thenApply(moves -> {
                    GroupJob job = new GroupJob(topic.shortName(), group.shortName(), moves);
                    if (dryRun) {
                        return Answer.json(200, job::writePlan);
                    }
                    jobs.remember(job);
                    return begun(job);
                });
    }

    private CompletableFuture<Answer> list(Call call) {
        return CompletableFuture.completedFuture(Answer.json(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("jobs");
            for (Job job : jobs.all()) {
                job.write(json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private CompletableFuture<Answer> stop(Call call) {
        Job job = find(call);
        job.stop();
        return answer(job);
    }

    private static CompletableFuture<Answer> answer(Job job) {
        return CompletableFuture.completedFuture(Answer.json(200, job::write));
    }

    private Job find(Call call) {
        String id = call.text("job");
        return jobs.find(id)
                .orElseThrow(() -> new Problem(
                        404,
                        ErrorCode.INVALID_ARGUMENT,
                        "job is `" + id + "`, which is none of this server; jobs live where they were started"));
    }
}
