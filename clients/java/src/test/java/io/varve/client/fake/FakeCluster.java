/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.fake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.varve.client.VarveClient;
import io.varve.protocol.batch.BatchCheck;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Record;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Errors;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.wire.Acks;
import io.varve.protocol.wire.Error;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.ReplayRange;
import io.varve.protocol.wire.Source;
import io.varve.protocol.wire.TopicConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of in-memory brokers behind real sockets on the loopback, for tests of the client. Keeps records as a broker does,
 * sequence rules included, and does what a test's {@link Fault}s say. One thread owns all state; the public methods may be
 * called from any.
 */
public final class FakeCluster implements AutoCloseable {
    private static final long PRODUCE_WINDOW = 2 << 20;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<FakeBroker> brokers = new ArrayList<>();
    private final Set<FakeConnection> connections = new LinkedHashSet<>();
    private final Map<CommandType, Fault.Rule> rules = new EnumMap<>(CommandType.class);
    private final Map<CommandType, Integer> counts = new EnumMap<>(CommandType.class);
    final Map<String, FakeTopic> topics = new TreeMap<>();
    final List<FakeTopic> deleted = new ArrayList<>();
    final Set<String> draining = new TreeSet<>();
    final Set<String> namespaces = new TreeSet<>(Set.of("public/default"));
    final FakeGroups groups = new FakeGroups(this);
    private final FakeAnswers answers = new FakeAnswers(this);
    String objectStore = "";
    private long lastProducerId;
    private long mostUnansweredBytes;
    private long pushedBytes;

    public FakeCluster(int brokerCount) {
        for (int i = 0; i < brokerCount; i++) {
            brokers.add(new FakeBroker(this, group));
        }
    }

    public FakeBroker broker(int index) {
        return brokers.get(index);
    }

    /** A client of all brokers with a short patience. */
    public VarveClient client() {
        return client(Duration.ofSeconds(10));
    }

    public VarveClient client(Duration requestTimeout) {
        return VarveClient.builder()
                .servers(String.join(
                        ",", brokers.stream().map(FakeBroker::address).toList()))
                .clientId("test")
                .requestTimeout(requestTimeout)
                .build();
    }

    /** A topic whose partitions are all at the first broker. */
    public FakeCluster topic(String name, int partitions) {
        return run(() -> {
            String full = "public/default/" + name;
            topics.put(full, new FakeTopic(full, partitions, TopicConfig.getDefaultInstance(), brokers.get(0)));
            return this;
        });
    }

    public void rule(CommandType type, Fault.Rule rule) {
        run(() -> rules.put(type, rule));
    }

    /** Ends the rule for this type, and does what was held. */
    public void release(CommandType type) {
        run(() -> {
            rules.remove(type);
            for (FakeConnection connection : List.copyOf(connections)) {
                connection.holding = false;
                while (!connection.held.isEmpty()) {
                    connection.held.removeFirst().run();
                }
            }
            return null;
        });
    }

    /** Moves a partition to another broker; its readers end, and the former owner refuses what is still on its way. */
    public void move(String topic, int partition, int broker) {
        run(() -> {
            FakeTopic moved = named(topic);
            moved.owners.set(partition, brokers.get(broker));
            for (FakeConnection connection : connections) {
                connection.readers.entrySet().removeIf(entry -> {
                    boolean ends = entry.getValue().topic == moved && entry.getValue().partition == partition;
                    if (ends) {
                        answers.endReader(connection, entry.getKey(), notOwner(brokers.get(broker)));
                    }
                    return ends;
                });
            }
            return null;
        });
    }

    /** What a partition holds. */
    public List<Record> records(String topic, int partition) {
        return run(() -> named(topic).partitions.get(partition).records());
    }

    /** Number of batches in a partition. */
    public int batches(String topic, int partition) {
        return run(() -> named(topic).partitions.get(partition).batches.size());
    }

    /** Stores a batch as it is, broken or not; borrows it. */
    public void store(String topic, int partition, ByteBuf batch, Source source) {
        run(() -> {
            named(topic).partitions.get(partition).store(batch, source);
            pushAll();
            return null;
        });
    }

    public void trim(String topic, int partition, long offset) {
        run(() -> {
            named(topic).partitions.get(partition).trim(offset);
            return null;
        });
    }

    /** Where plans of replays say that objects are. */
    public void objectStore(String location) {
        run(() -> objectStore = location);
    }

    /** Has plans of replays say that an object holds these offsets, {@code end} excluded. */
    public void inObject(String topic, int partition, String key, long first, long end) {
        run(() -> named(topic)
                .partitions
                .get(partition)
                .inObjects
                .add(ReplayRange.newBuilder()
                        .setObjectKey(key)
                        .setFirstOffset(first)
                        .setEndOffset(end)
                        .build()));
    }

    /** Requests of this type that came in so far. */
    public int count(CommandType type) {
        return run(() -> counts.getOrDefault(type, 0));
    }

    /** Open readers of all connections. */
    public int readers() {
        return run(() -> connections.stream().mapToInt(c -> c.readers.size()).sum());
    }

    /** The most bytes of batches that were unanswered on one connection at a time. */
    public long mostUnansweredBytes() {
        return run(() -> mostUnansweredBytes);
    }

    /** Bytes pushed to readers so far. */
    public long pushedBytes() {
        return run(() -> pushedBytes);
    }

    public FakeGroups groups() {
        return groups;
    }

    @Override
    public void close() {
        brokers.forEach(FakeBroker::stop);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    <T> T run(Callable<T> task) {
        try {
            return group.next().submit(task).get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the fake failed", e);
        }
    }

    List<FakeBroker> brokers() {
        return brokers;
    }

    FakeTopic named(String name) {
        FakeTopic topic = topics.get(name.indexOf('/') < 0 ? "public/default/" + name : name);
        if (topic == null) {
            throw new VarveException(ErrorCode.TOPIC_NOT_FOUND, "no topic " + name);
        }
        return topic;
    }

    long nextProducerId() {
        return ++lastProducerId;
    }

    Error notOwner(@Nullable FakeBroker owner) {
        Error.Builder error = Errors.of(ErrorCode.NOT_OWNER, "not mine").toBuilder();
        if (owner != null) {
            error.setOwner(owner.wireAddress());
        }
        return error.build();
    }

    void connected(FakeConnection connection) {
        connections.add(connection);
    }

    void disconnected(FakeConnection connection) {
        connections.remove(connection);
        connection.held.clear();
    }

    void pushAll() {
        for (FakeConnection connection : connections) {
            for (FakeReader reader : connection.readers.values()) {
                pushedBytes += reader.push();
            }
        }
    }

    void received(FakeBroker broker, FakeConnection connection, Frame frame) {
        ByteBuf payload = Unpooled.copiedBuffer(frame.payload());
        frame.release();
        Frame request = new Frame(frame.type(), frame.flags(), frame.requestId(), frame.message(), payload);
        counts.merge(request.type(), 1, Integer::sum);
        if (request.type() == CommandType.PRODUCE) {
            connection.unansweredProduceBytes += payload.readableBytes();
            mostUnansweredBytes = Math.max(mostUnansweredBytes, connection.unansweredProduceBytes);
        }
        if (connection.holding) {
            connection.held.add(() -> serve(broker, connection, request));
        } else {
            serve(broker, connection, request);
        }
    }

    private void serve(FakeBroker broker, FakeConnection connection, Frame request) {
        Fault.Rule rule = rules.get(request.type());
        Fault fault = rule == null ? Fault.NONE : rule.on(broker, request);
        if (fault instanceof Fault.Hold) {
            connection.holding = true;
            connection.held.add(() -> serve(broker, connection, request));
        } else if (fault instanceof Fault.Cut) {
            connection.close();
        } else if (fault instanceof Fault.Refuse refuse) {
            connection.unansweredProduceBytes -= request.payload().readableBytes();
            Error error = Errors.of(refuse.code(), "refused by the test").toBuilder()
                    .setRetryAfterMs(refuse.retryAfterMs())
                    .build();
            connection.send(Frame.error(request.type(), request.requestId(), error));
        } else if (!(fault instanceof Fault.Ignore)) {
            Frame answer = answers.answer(broker, connection, request);
            connection.unansweredProduceBytes -= request.payload().readableBytes();
            boolean silent = request.message() instanceof Produce produce && produce.getAcks() == Acks.ACKS_NONE;
            if (fault instanceof Fault.ApplyAndCut) {
                connection.close();
            } else if (answer != null && !silent && !(fault instanceof Fault.ApplyAndForget)) {
                connection.send(answer);
            }
            pushAll();
        }
    }

    static void check(ByteBuf batch) {
        BatchCheck.produced(batch, BatchLimits.DEFAULT);
    }

    static long window() {
        return PRODUCE_WINDOW;
    }
}
