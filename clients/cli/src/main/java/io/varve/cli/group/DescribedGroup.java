/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.group;

import static io.varve.cli.output.Table.left;
import static io.varve.cli.output.Table.right;

import com.fasterxml.jackson.core.JsonGenerator;
import io.varve.cli.output.Facts;
import io.varve.cli.output.Human;
import io.varve.cli.output.Table;
import io.varve.cli.output.View;
import io.varve.client.admin.GroupDescription;
import io.varve.client.admin.GroupDescription.Member;
import io.varve.client.admin.GroupPartition;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.name.TopicName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A group as far as one topic is concerned.
 *
 * @param group its name
 * @param topic the topic
 * @param members all of them
 * @param partitions those of the topic
 */
record DescribedGroup(String group, TopicName topic, List<Member> members, List<GroupPartition> partitions)
        implements View {

    /** The part of a group that concerns the topic. */
    static DescribedGroup of(TopicName topic, GroupDescription group) {
        return new DescribedGroup(
                group.name(),
                topic,
                group.members(),
                group.partitions().stream()
                        .filter(partition -> isOf(topic, partition.partition()))
                        .toList());
    }

    @Override
    public String table() {
        Facts facts = new Facts()
                .add("group", group)
                .add("topic", topic.shortName())
                .add("members", members.size())
                .add(
                        "lag",
                        Human.count(lagRecords(), "record")
                                + lagTime().map(age -> ", " + age).orElse(""));
        Table memberTable = Table.of(left("MEMBER"), left("CLIENT"), left("PARTITIONS"));
        for (Member member : members) {
            memberTable.row(member.id(), member.clientId(), joined(assigned(member)));
        }
        Table partitionTable = Table.of(
                right("PARTITION"), right("COMMITTED"), right("NEXT"), right("LAG"), right("LAG TIME"), left("MEMBER"));
        for (GroupPartition partition : partitions) {
            partitionTable.row(
                    partition.partition().partition(),
                    partition.committedOffset() < 0 ? "-" : partition.committedOffset(),
                    partition.nextOffset(),
                    partition.lagRecords(),
                    partition.lagTime().map(Human::age).orElse("?"),
                    partition.memberId().orElse("-"));
        }
        return facts + "\n" + (members.isEmpty() ? "" : memberTable + "\n") + partitionTable;
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("group", group);
        json.writeStringField("topic", topic.shortName());
        json.writeNumberField("lagRecords", lagRecords());
        json.writeArrayFieldStart("members");
        for (Member member : members) {
            json.writeStartObject();
            json.writeStringField("memberId", member.id());
            json.writeStringField("clientId", member.clientId());
            json.writeArrayFieldStart("partitions");
            for (int partition : assigned(member)) {
                json.writeNumber(partition);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("partitions");
        for (GroupPartition partition : partitions) {
            json(json, partition);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void json(JsonGenerator json, GroupPartition partition) throws IOException {
        json.writeStartObject();
        json.writeNumberField("partition", partition.partition().partition());
        json.writeStringField("memberId", partition.memberId().orElse(null));
        if (partition.committedOffset() < 0) {
            json.writeNullField("committedOffset");
        } else {
            json.writeNumberField("committedOffset", partition.committedOffset());
        }
        json.writeNumberField("nextOffset", partition.nextOffset());
        json.writeNumberField("lagRecords", partition.lagRecords());
        Optional<Duration> lag = partition.lagTime();
        if (lag.isPresent()) {
            json.writeNumberField("lagSeconds", lag.get().toMillis() / 1000.0);
        } else {
            json.writeNullField("lagSeconds");
        }
        json.writeEndObject();
    }

    private List<Integer> assigned(Member member) {
        return member.assigned().stream()
                .filter(partition -> isOf(topic, partition))
                .map(TopicPartition::partition)
                .toList();
    }

    private long lagRecords() {
        return partitions.stream().mapToLong(GroupPartition::lagRecords).sum();
    }

    private Optional<String> lagTime() {
        return partitions.stream()
                .flatMap(partition -> partition.lagTime().stream())
                .max(Duration::compareTo)
                .map(Human::age);
    }

    private static boolean isOf(TopicName topic, TopicPartition partition) {
        return TopicName.parse(partition.topic()).equals(topic);
    }

    private static String joined(List<Integer> numbers) {
        return String.join(", ", numbers.stream().map(String::valueOf).toList());
    }
}
