/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.client;

import com.google.protobuf.ByteString;
import io.varve.cluster.TopicRecord;
import io.varve.log.SimulatedLoop;
import io.varve.protocol.name.GroupName;
import io.varve.shard.state.PartitionKey;
import io.varve.simulation.broker.SimulatedBroker;
import io.varve.simulation.check.Verdict;
import io.varve.simulation.check.Witness;
import io.varve.simulation.port.Chances;
import io.varve.simulation.port.Trace;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** All clients of a simulated cluster. */
public final class Clients {
    private final Requests requests;
    private final Witness witness;
    private final TopicRecord topic;
    private final GroupName group;
    private final GroupProgress progress;
    private final Random seeds;
    private final List<SimulatedProducer> producers = new ArrayList<>();
    private final List<SimulatedReader> readers = new ArrayList<>();
    private final List<SimulatedMember> members = new ArrayList<>();
    private final SimulatedOperator operator;
    private final List<FullRead> fullReads = new ArrayList<>();

    /** Clients that haven't started. */
    public Clients(
            SimulatedLoop time,
            Chances chances,
            Trace trace,
            Witness witness,
            Verdict verdict,
            TopicRecord topic,
            GroupName group,
            Supplier<List<SimulatedBroker>> brokers,
            long seed) {
        this.requests = new Requests(time, chances, trace, witness, topic, brokers);
        this.witness = witness;
        this.topic = topic;
        this.group = group;
        this.progress = new GroupProgress(group, witness, verdict);
        this.seeds = new Random(seed);
        this.operator = new SimulatedOperator(requests, verdict, group, bytes(topic.topicId()), seeds.nextLong());
    }

    /** Starts a producer for each partition, so many readers and so many members of the group, and an operator. */
    public void start(int readerCount, int memberCount) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
            producers.add(new SimulatedProducer(requests, partition, seeds.nextLong()));
        }
        for (int i = 0; i < readerCount; i++) {
            readers.add(new SimulatedReader(requests, seeds.nextLong()));
        }
        for (int i = 0; i < memberCount; i++) {
            members.add(new SimulatedMember(requests, group, bytes(topic.topicId()), progress, seeds.nextLong()));
        }
        producers.forEach(SimulatedProducer::start);
        readers.forEach(SimulatedReader::start);
        members.forEach(SimulatedMember::start);
        operator.start();
    }

    private static ByteString bytes(UUID id) {
        return ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .flip());
    }

    /** Nobody begins anything; what was sent is still sent until it is acknowledged. */
    public void stop() {
        producers.forEach(SimulatedProducer::stop);
        readers.forEach(SimulatedReader::stop);
        members.forEach(SimulatedMember::stop);
        operator.stop();
    }

    /** Whether everything that was sent is acknowledged. */
    public boolean idle() {
        return producers.stream().allMatch(SimulatedProducer::idle);
    }

    /** Reads every partition from its start to its end. */
    public void readEverything() {
        for (int partition = 0; partition < topic.partitions(); partition++) {
            FullRead read = new FullRead(
                    requests,
                    partition,
                    witness.partition(new PartitionKey(topic.topicId(), partition)),
                    seeds.nextLong());
            fullReads.add(read);
            read.go();
        }
    }

    /** Whether that is done. */
    public boolean readAll() {
        return fullReads.stream().allMatch(FullRead::done);
    }

    /** What isn't done, for people. */
    public String missing() {
        return "; producers idle: "
                + producers.stream().map(SimulatedProducer::idle).toList() + ", reads: " + fullReads;
    }

    /** Operations by outcome. */
    public Map<String, Integer> outcomes() {
        return requests.outcomes();
    }
}
