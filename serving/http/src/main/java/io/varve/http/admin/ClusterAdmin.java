/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.admin;

import io.varve.client.admin.Admin;
import io.varve.client.admin.Broker;
import io.varve.client.admin.Segment;
import io.varve.client.admin.ShardDescription;
import io.varve.http.call.Answer;
import io.varve.http.call.Call;
import io.varve.http.call.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Brokers and shards. */
public final class ClusterAdmin {
    private final Admin admin;

    /** By this admin. */
    public ClusterAdmin(Admin admin) {
        this.admin = admin;
    }

    /** Them by their names in the API's document. */
    public Map<String, Endpoint> endpoints() {
        return Map.of("listBrokers", this::brokers, "listShards", this::shards);
    }

    private CompletableFuture<Answer> brokers(Call call) {
        return admin.listBrokersAsync()
                .thenApply(brokers -> Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("brokers");
                    for (Broker broker : brokers) {
                        json.writeStartObject();
                        json.writeStringField("broker", broker.id());
                        json.writeStringField("host", broker.host());
                        json.writeNumberField("port", broker.port());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }));
    }

    /** Each with who serves it and with its segments; those that were never written to have none. */
    private CompletableFuture<Answer> shards(Call call) {
        return admin.listShardsAsync().thenCombine(admin.tierStatusAsync(), (shards, status) -> {
            Map<Integer, List<Segment>> segments = new HashMap<>();
            for (Segment segment : status.segments()) {
                segments.computeIfAbsent(segment.shard(), shard -> new ArrayList<>())
                        .add(segment);
            }
            return Answer.json(200, json -> {
                json.writeStartObject();
                json.writeNumberField("objects", status.objects());
                json.writeNumberField("objectBytes", status.objectBytes());
                json.writeNumberField("ledgersPendingDelete", status.ledgersPendingDelete());
                json.writeBooleanField("tieringPaused", status.paused());
                json.writeArrayFieldStart("shards");
                for (ShardDescription shard : shards) {
                    json.writeStartObject();
                    json.writeNumberField("shard", shard.shard());
                    json.writeStringField("shardSet", shard.shardSet());
                    json.writeStringField(
                            "brokerId", shard.owner().map(Broker::id).orElse(null));
                    json.writeStringField(
                            "address", shard.owner().map(Broker::toString).orElse(null));
                    json.writeArrayFieldStart("segments");
                    for (Segment segment : segments.getOrDefault(shard.shard(), List.of())) {
                        TopicJson.segment(segment, json);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        });
    }
}
