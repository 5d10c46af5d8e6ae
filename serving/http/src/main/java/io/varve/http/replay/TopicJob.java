/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.http.call.Problem;
import io.varve.replay.ReplayJob;
import io.varve.replay.ReplayProgress;
import io.varve.replay.sink.PacedSink;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A replay into a topic, from its start to its end. */
final class TopicJob implements Job, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicJob.class);

    private final String id = UUID.randomUUID().toString();
    private final String topic;
    private final String target;
    private final ReplayJob replay;
    private final PacedSink sink;
    private volatile State state = State.WAITING;
    private volatile boolean isStopped;
    private volatile @Nullable Problem problem;

    /** How far a job is. */
    private enum State {
        WAITING,
        RUNNING,
        DONE,
        STOPPED,
        FAILED
    }

    /** A job that owns its sink. */
    TopicJob(String topic, String target, ReplayJob replay, PacedSink sink) {
        this.topic = topic;
        this.target = target;
        this.replay = replay;
        this.sink = sink;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean isOver() {
        return state == State.DONE || state == State.STOPPED || state == State.FAILED;
    }

    /** Replays to the end, or until it is stopped. For one thread and once. */
    @Override
    public void run() {
        state = State.RUNNING;
        LOG.info("replay began job={} topic={} target={}", id, topic, target);
        try (sink) {
            ReplayProgress progress = replay.run();
            state = progress.complete() ? State.DONE : State.STOPPED;
        } catch (IOException | RuntimeException e) {
            problem = Problem.of(e);
            state = isStopped ? State.STOPPED : State.FAILED;
            LOG.warn("replay failed job={} topic={} target={}", id, topic, target, e);
            return;
        }
        LOG.info("replay ended job={} state={}", id, state);
    }

    @Override
    public void stop() {
        isStopped = true;
        replay.stop();
        sink.hurry();
    }

    @Override
    public void write(JsonGenerator json) throws IOException {
        ReplayProgress progress = replay.progress();
        json.writeStartObject();
        json.writeStringField("job", id);
        json.writeStringField("state", state.name().toLowerCase(Locale.ROOT));
        json.writeStringField("topic", topic);
        json.writeObjectFieldStart("target");
        json.writeStringField("topic", target);
        json.writeEndObject();
        json.writeNumberField("records", progress.records());
        json.writeNumberField("bytes", progress.bytes());
        json.writeNumberField("recordsFromObjects", progress.recordsFromObjects());
        json.writeNumberField("offsetsLeft", progress.offsetsLeft());
        json.writeFieldName("error");
        Problem failure = problem;
        if (failure == null) {
            json.writeNull();
        } else {
            failure.write(json);
        }
        json.writeEndObject();
    }
}
