/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.publish;

import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.record.RecordPosition;
import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import io.varve.http.call.Endpoint;
import io.varve.http.call.Problem;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.name.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Stores records. The answer is a success only if all of them are stored; otherwise it is the first one's problem, with
 * {@code records} that say of each what became of it.
 */
public final class Publish implements Endpoint {
    private static final String JSON = "application/json";

    /** What curl and forms send unless told otherwise: nobody who says so means it. */
    private static final Set<String> NOT_MEANT = Set.of("application/x-www-form-urlencoded", "multipart/form-data");

    /** After these a topic of that name may be another one by now. */
    private static final Set<ErrorCode> CHANGED = Set.of(ErrorCode.TOPIC_NOT_FOUND, ErrorCode.PARTITION_NOT_FOUND);

    private final Producers producers;

    /** By these producers. */
    public Publish(Producers producers) {
        this.producers = producers;
    }

    @Override
    public CompletableFuture<Answer> answer(Call call) {
        if (NOT_MEANT.contains(call.contentType())) {
            throw new Problem(
                    415,
                    ErrorCode.INVALID_ARGUMENT,
                    "content-type is " + call.contentType() + "; send " + JSON
                            + " with records, or any other type, such as text/plain, with one value as it is");
        }
        TopicName topic = TopicName.parse(call.text("name"));
        List<ProducerRecord<byte[]>> records =
                call.contentType().equals(JSON) ? RecordsBody.read(call.body()) : List.of(RawBody.read(call));
        return producers.with(topic, producer -> send(producer, records)).thenApply(outcomes -> {
            if (outcomes.stream()
                    .anyMatch(outcome -> outcome.problem != null && CHANGED.contains(outcome.problem.code()))) {
                producers.forget(topic);
            }
            return answer(outcomes);
        });
    }

    private static CompletableFuture<List<Outcome>> send(
            Producer<byte[]> producer, List<ProducerRecord<byte[]>> records) {
        List<CompletableFuture<Outcome>> sent = new ArrayList<>(records.size());
        for (ProducerRecord<byte[]> record : records) {
            sent.add(producer.send(record)
                    .handle((position, failure) ->
                            new Outcome(position, failure == null ? null : Problem.of(failure))));
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> sent.stream().map(CompletableFuture::join).toList());
    }

    private static Answer answer(List<Outcome> outcomes) {
        Answer.Json records = json -> {
            json.writeStartArray();
            for (Outcome outcome : outcomes) {
                json.writeStartObject();
                if (outcome.problem != null) {
                    json.writeFieldName("error");
                    outcome.problem.write(json);
                } else if (outcome.position != null) {
                    json.writeNumberField("partition", outcome.position.partition());
                    json.writeNumberField("offset", outcome.position.offset());
                    if (outcome.position.duplicate()) {
                        json.writeBooleanField("duplicate", true);
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        };
        for (int i = 0; i < outcomes.size(); i++) {
            Problem problem = outcomes.get(i).problem;
            if (problem != null) {
                String detail = outcomes.size() == 1 ? problem.detail() : "records[" + i + "]: " + problem.detail();
                return new Problem(problem.status(), problem.code(), detail)
                        .with("records", records)
                        .answer();
            }
        }
        return Answer.json(200, json -> {
            json.writeStartObject();
            json.writeFieldName("records");
            records.write(json);
            json.writeEndObject();
        });
    }

    /** What became of a record: one of the two. */
    private record Outcome(
            @Nullable RecordPosition position, @Nullable Problem problem) {}
}
