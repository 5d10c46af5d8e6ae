/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.internal.PlatformDependent;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.frame.FrameCodec;
import io.varve.protocol.frame.FrameHeader;
import io.varve.protocol.wire.OpenReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Frames that began as valid ones, changed at random: whatever they do, they do it to their own connection only. */
@Isolated("it looks at the memory, threads and files of the whole process")
class HostileFloodTest {
    private static final boolean LONG = Boolean.getBoolean("varve.long");
    private static final int FRAMES = LONG ? 100_000 : 25_000;
    private static final int WARM_UP_FRAMES = 5_000;
    private static final int CLIENTS = 4;
    private static final int FRAMES_ON_A_CONNECTION = 50;
    private static final long SEED = 20_260_101;

    private static final long HEAP_SLACK = 32L << 20;
    private static final long DIRECT_SLACK = 16L << 20;
    private static final int THREADS_SLACK = 4;
    private static final int FILES_SLACK = 16;

    /** What a process holds. */
    private record Held(long heapBytes, long directBytes, int threads, long files) {
        static Held now() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return new Held(
                    runtime.totalMemory() - runtime.freeMemory(),
                    PlatformDependent.usedDirectMemory(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                            ? unix.getOpenFileDescriptorCount()
                            : 0);
        }
    }

    /** How far bytes get that are sent as a frame; what one of them loses of its end may make it two. */
    private record Fate(int frames, int commands, boolean endsConnection) {
        static Fate of(byte[] bytes) {
            ByteBuf stream = Unpooled.wrappedBuffer(bytes);
            int frames = 0;
            int commands = 0;
            while (stream.isReadable()) {
                try {
                    FrameHeader header = FrameCodec.header(stream, FrameCodec.MAX_FRAME_BYTES);
                    if (header == null || stream.readableBytes() < header.frameBytes()) {
                        return new Fate(frames, commands, true);
                    }
                    if (!FrameCodec.decode(header, stream).isRequest()) {
                        return new Fate(frames + 1, commands, true);
                    }
                    frames++;
                    commands++;
                } catch (VarveException refused) {
                    if (refused.code() != ErrorCode.UNKNOWN_COMMAND && refused.code() != ErrorCode.INVALID_ARGUMENT) {
                        return new Fate(frames, commands, true);
                    }
                    frames++;
                }
            }
            return new Fate(frames, commands, false);
        }
    }

    /** What one flood came to. */
    private static final class Tally {
        private int frames;
        private int commands;
        private int pings;

        void add(Fate fate) {
            frames += fate.frames;
            commands += fate.commands;
        }

        void add(Tally other) {
            frames += other.frames;
            commands += other.commands;
            pings += other.pings;
        }
    }

    @Test
    void everyCommandOfAClientHasASampleThatIsServed() throws Exception {
        try (MemoryBroker broker = MemoryBroker.start(MemoryBroker.config());
                RawClient client = broker.connect()) {
            for (byte[] sample : samples(client)) {
                client.sendBytes(sample);
            }
            client.awaitPong();

            TransportCounters counters = broker.server.counters();
            assertThat(CommandType.values())
                    .filteredOn(CommandType::isRequest)
                    .allSatisfy(type -> assertThat(counters.requests(type)).isPositive());
        }
    }

    @Test
    @Timeout(300)
    void randomBytesNeverHurtTheBroker() throws Exception {
        if (!LONG) {
            System.out.println("reduced: 25,000 frames; -Dvarve.long sends 100,000");
        }
        try (MemoryBroker broker = MemoryBroker.start(MemoryBroker.config())) {
            List<byte[]> samples;
            try (RawClient client = broker.connect()) {
                samples = samples(client);
            }
            flood(broker, samples, WARM_UP_FRAMES, SEED);
            Held before = held(broker);
            long servedBefore = served(broker);

            Tally tally = flood(broker, samples, FRAMES, SEED + 1);

            Held after = held(broker);
            System.out.printf(
                    "hostile frames: %d sent, %d past the frame decoder, %d past the command decoder (seed %d)%n"
                            + "hostile frames: before %s%nhostile frames: after  %s%n",
                    FRAMES, tally.frames, tally.commands, SEED, before, after);
            assertThat(tally.frames).isGreaterThan(FRAMES / 10);
            assertThat(tally.commands).isGreaterThan(FRAMES / 10);
            assertThat(served(broker) - servedBefore).isEqualTo(tally.commands + tally.pings);
            assertThat(after.heapBytes).isLessThan(before.heapBytes + HEAP_SLACK);
            assertThat(after.directBytes).isLessThan(before.directBytes + DIRECT_SLACK);
            assertThat(after.threads).isLessThan(before.threads + THREADS_SLACK);
            assertThat(after.files).isLessThan(before.files + FILES_SLACK);
            assertThat(broker.server.counters().failures(ErrorCode.INTERNAL)).isZero();
            expectServes(broker);
        }
    }

    private static List<byte[]> samples(RawClient client) throws Exception {
        ByteString topic = client.createTopic("orders", 2).getTopicId();
        return SampleFrames.all(topic);
    }

    /** Sends them from several clients at once. */
    private static Tally flood(MemoryBroker broker, List<byte[]> samples, int count, long seed) throws Exception {
        Tally tally = new Tally();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Tally>> floods = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                long own = seed * CLIENTS + i;
                floods.add(() -> floodOfOne(broker, samples, count / CLIENTS, own));
            }
            for (Future<Tally> flood : clients.invokeAll(floods)) {
                tally.add(flood.get());
            }
        } finally {
            clients.shutdown();
            assertThat(clients.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        return tally;
    }

    /** Sends them over as many connections as they take, each looked at to its end. */
    private static Tally floodOfOne(MemoryBroker broker, List<byte[]> samples, int count, long seed) throws Exception {
        Random random = new Random(seed);
        Mutation mutation = new Mutation(seed);
        Tally tally = new Tally();
        RawClient client = broker.connect();
        try {
            int onConnection = 0;
            for (int i = 0; i < count; i++) {
                byte[] frame = mutation.of(samples.get(random.nextInt(samples.size())), i % 2 == 0);
                Fate fate = Fate.of(frame);
                tally.add(fate);
                onConnection++;
                boolean isLast = onConnection == FRAMES_ON_A_CONNECTION || i == count - 1;
                if (isLast || fate.endsConnection) {
                    // The end of a connection drops what still waits in it.
                    client.awaitPong();
                    tally.pings++;
                }
                client.sendBytes(frame);
                if (isLast || fate.endsConnection) {
                    client.skipToEnd();
                    client.close();
                    client = broker.connect();
                    onConnection = 0;
                }
            }
        } finally {
            client.close();
        }
        return tally;
    }

    private static long served(MemoryBroker broker) {
        return Arrays.stream(CommandType.values())
                .mapToLong(broker.server.counters()::requests)
                .sum();
    }

    private static Held held(MemoryBroker broker) {
        Eventually.holds(
                "all connections are gone", () -> broker.server.counters().connections() == 0);
        Eventually.holds("nothing is unanswered", () -> broker.server.budget().takenBytes() == 0);
        return Held.now();
    }

    private static void expectServes(MemoryBroker broker) throws Exception {
        try (RawClient client = broker.connect()) {
            ByteString topic = client.createTopic("afterwards", 1).getTopicId();
            client.produce(topic, "still here");
            assertThat(client.receive().isError()).isFalse();
            client.send(
                    CommandType.OPEN_READER,
                    OpenReader.newBuilder()
                            .setReaderId(1)
                            .setTopicId(topic)
                            .setCreditBytes(1_000)
                            .build());
            assertThat(client.receive().isError()).isFalse();
            Frame records = client.receive();
            assertThat(records.type()).isEqualTo(CommandType.RECORDS);
            assertThat(records.payload().toString(StandardCharsets.UTF_8)).contains("still here");
        }
    }
}
