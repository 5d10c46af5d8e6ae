/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.cluster;

import static io.varve.cli.output.Table.left;
import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Facts;
import io.varve.cli.output.Human;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import io.varve.client.admin.BookieStatus;
import io.varve.client.admin.Broker;
import io.varve.client.admin.BrokerStatus;
import io.varve.client.admin.ClusterStatus;
import io.varve.client.admin.ShardStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A cluster's status as it is printed.
 *
 * @param status what was answered
 * @param now ages count up to here
 * @param listsShards whether the table has a row for each shard
 */
record StatusView(ClusterStatus status, Instant now, boolean listsShards) implements View {
    @Override
    public String table() {
        StringBuilder text = new StringBuilder(facts().toString()).append('\n').append(brokers());
        if (listsShards) {
            text.append('\n').append(shards());
        }
        return text.toString();
    }

    private Facts facts() {
        Facts facts = new Facts()
                .add("cluster", status.clusterId())
                .add(
                        "controller",
                        status.controller()
                                .map(id -> id + " (epoch " + status.controllerEpoch() + ")")
                                .orElse("-"))
                .add("shards", shardCounts())
                .add("planned moves", status.plannedMoves() + (status.isBalancing() ? ", under way" : ""))
                .add(
                        "bookies",
                        status.bookies()
                                .map(bookies -> bookies.writable() + " of " + bookies.known() + " writable")
                                .orElse("-"))
                .add("shards short of copies", shortOfCopies())
                .add("ledgers that lack a copy", lacking());
        return facts.add("zookeeper latency", millis(status.metadataLatency()) + " ms");
    }

    private String shardCounts() {
        return Arrays.stream(ShardStatus.State.values())
                .filter(state -> status.count(state) > 0)
                .map(state -> status.count(state) + " " + word(state))
                .collect(Collectors.joining(", "));
    }

    private String shortOfCopies() {
        long count = status.shards().stream().filter(ShardStatus::lacksCopies).count();
        return count == 0 ? "0" : count + ": too few bookies are writable";
    }

    private String lacking() {
        return status.bookies().map(BookieStatus::underReplicatedLedgers).stream()
                .flatMapToLong(count -> count.stream())
                .mapToObj(String::valueOf)
                .findFirst()
                .orElse("-");
    }

    private String brokers() {
        Table table = Table.of(
                left("BROKER"),
                left("ADDRESS"),
                left("POOL"),
                left("STATE"),
                right("ASSIGNED"),
                right("SERVED"),
                right("LOAD"));
        for (BrokerStatus broker : status.brokers()) {
            table.row(
                    broker.id(),
                    broker.address().map(Broker::toString).orElse("-"),
                    broker.pool().isEmpty() ? "-" : broker.pool(),
                    state(broker),
                    broker.assignedShards(),
                    broker.servedShards(),
                    load(broker.loadBytesPerSecond()));
        }
        return table.toString();
    }

    private String state(BrokerStatus broker) {
        String draining = broker.drainingSince()
                .map(since -> "draining for " + Human.age(Duration.between(since, now)))
                .orElse("");
        if (broker.address().isEmpty()) {
            return draining.isEmpty() ? "gone" : "gone, " + draining;
        }
        return draining.isEmpty() ? "there" : draining;
    }

    private String shards() {
        Table table = Table.of(
                right("SHARD"),
                left("SHARD SET"),
                right("EPOCH"),
                left("STATE"),
                right("COPIES"),
                left("BROKER"),
                left("ASSIGNED TO"),
                right("LOAD"));
        for (ShardStatus shard : status.shards()) {
            table.row(
                    shard.shard(),
                    shard.shardSet(),
                    shard.epoch(),
                    word(shard.state()),
                    shard.copies() == 0 ? "-" : shard.copies() + " of " + shard.copiesWanted(),
                    shard.claimedBy().orElse("-"),
                    shard.assignedTo().orElse("-"),
                    load(shard.loadBytesPerSecond()));
        }
        return table.toString();
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("clusterId", status.clusterId());
        json.writeStringField("controller", status.controller().orElse(null));
        json.writeNumberField("controllerEpoch", status.controllerEpoch());
        json.writeNumberField("plannedMoves", status.plannedMoves());
        json.writeBooleanField("balancing", status.isBalancing());
        json.writeNumberField("zookeeperLatencyMs", status.metadataLatency().toNanos() / 1e6);
        json.writeFieldName("bookies");
        bookies(json);
        brokers(json, status.brokers());
        shards(json, status.shards());
        json.writeEndObject();
    }

    private void bookies(JsonGenerator json) throws IOException {
        if (status.bookies().isEmpty()) {
            json.writeNull();
            return;
        }
        BookieStatus bookies = status.bookies().get();
        json.writeStartObject();
        json.writeNumberField("writable", bookies.writable());
        json.writeNumberField("known", bookies.known());
        if (bookies.underReplicatedLedgers().isPresent()) {
            json.writeNumberField(
                    "underReplicatedLedgers", bookies.underReplicatedLedgers().getAsLong());
        } else {
            json.writeNullField("underReplicatedLedgers");
        }
        json.writeEndObject();
    }

    private static void brokers(JsonGenerator json, List<BrokerStatus> brokers) throws IOException {
        json.writeArrayFieldStart("brokers");
        for (BrokerStatus broker : brokers) {
            json.writeStartObject();
            json.writeStringField("brokerId", broker.id());
            json.writeBooleanField("alive", broker.address().isPresent());
            json.writeStringField(
                    "address", broker.address().map(Broker::toString).orElse(null));
            json.writeStringField("pool", broker.pool().isEmpty() ? null : broker.pool());
            json.writeStringField(
                    "drainingSince", broker.drainingSince().map(Human::time).orElse(null));
            json.writeNumberField("assignedShards", broker.assignedShards());
            json.writeNumberField("servedShards", broker.servedShards());
            load(json, broker.loadBytesPerSecond());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void shards(JsonGenerator json, List<ShardStatus> shards) throws IOException {
        json.writeArrayFieldStart("shards");
        for (ShardStatus shard : shards) {
            json.writeStartObject();
            json.writeNumberField("shard", shard.shard());
            json.writeStringField("shardSet", shard.shardSet());
            json.writeNumberField("epoch", shard.epoch());
            json.writeStringField("state", word(shard.state()));
            json.writeNumberField("copies", shard.copies());
            json.writeNumberField("copiesWanted", shard.copiesWanted());
            json.writeStringField("brokerId", shard.claimedBy().orElse(null));
            json.writeStringField("assignedTo", shard.assignedTo().orElse(null));
            load(json, shard.loadBytesPerSecond());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void load(JsonGenerator json, OptionalLong load) throws IOException {
        if (load.isPresent()) {
            json.writeNumberField("loadBytesPerSecond", load.getAsLong());
        } else {
            json.writeNullField("loadBytesPerSecond");
        }
    }

    private static String load(OptionalLong load) {
        return load.isPresent() ? Human.rate(load.getAsLong()) : "-";
    }

    private static String word(ShardStatus.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
    }
}
