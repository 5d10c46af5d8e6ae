/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.log.record.SectionKey.Kind;
import io.varve.protocol.error.StoreException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordBodyTest {
    private static final UUID TOPIC = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final UUID GROUP = UUID.fromString("0f0e0d0c-0b0a-0908-0706-050403020100");
    private static final TieredObject OBJECT =
            new TieredObject("v1/c/_shared/0a/3-1/0-u.vseg", 1000, 7, 70, 0, 900, 50, 0xcafebabe, 11, 12);

    record Sample(RecordBody body, Function<ByteBuf, RecordBody> decode) {
        @Override
        public String toString() {
            return body.type().name();
        }
    }

    static Stream<Sample> samples() {
        return Stream.of(
                new Sample(new PartitionOpened(TOPIC, 3, -2, 1L << 40, 5), PartitionOpened::decode),
                new Sample(new PartitionDeleted(TOPIC, 3), PartitionDeleted::decode),
                new Sample(new Trimmed(TOPIC, 3, 64, 99, Trimmed.Reason.BYTES), Trimmed::decode),
                new Sample(new ProducersExpired(TOPIC, 3, List.of(1L, 2L)), ProducersExpired::decode),
                new Sample(new DedupEvicted(TOPIC, 3, List.of(4, 5)), DedupEvicted::decode),
                new Sample(new DuplicateFound(TOPIC, 3, 7, (short) 2, 9, 100), DuplicateFound::decode),
                new Sample(new Tiered(17, List.of(OBJECT), List.of("old"), List.of(5L)), Tiered::decode),
                new Sample(new DeleteObjects(List.of("a", "ü")), DeleteObjects::decode),
                new Sample(new ObjectsDeleted(List.of("a")), ObjectsDeleted::decode),
                new Sample(
                        new GroupMeta(
                                GROUP,
                                "public/default/billing",
                                GroupMeta.Kind.STREAM,
                                9,
                                List.of(new GroupMeta.Member(
                                        "m1",
                                        "client",
                                        List.of("public/default/orders"),
                                        10_000,
                                        4,
                                        List.of(new TopicPartitions(TOPIC, List.of(0, 1))),
                                        List.of(new TopicPartitions(TOPIC, List.of(2)))))),
                        GroupMeta::decode),
                new Sample(
                        new GroupCommit(GROUP, "m1", 4, List.of(new GroupCommit.Offset(TOPIC, 1, 100, "note")), 1234),
                        GroupCommit::decode),
                new Sample(new GroupDeleted(GROUP), GroupDeleted::decode),
                new Sample(new SnapshotBegin(5, SnapshotBegin.Kind.FULL, 4), SnapshotBegin::decode),
                new Sample(
                        new SnapshotSection(
                                SectionKey.partition(Kind.PARTITION, TOPIC, 3),
                                1,
                                0,
                                1,
                                Unpooled.wrappedBuffer(new byte[] {1, 2, 3})),
                        SnapshotSection::decode),
                new Sample(
                        new SnapshotEnd(
                                5, 40, 2, 0x01020304, List.of(new SnapshotEnd.Row(SectionKey.coordinator(GROUP), 33))),
                        SnapshotEnd::decode),
                new Sample(
                        new SegmentIndex(
                                17,
                                40,
                                List.of(new SegmentIndex.Run(
                                        TOPIC, 3, 0, List.of(new SegmentIndex.Point(1000, 2, 11, 12))))),
                        SegmentIndex::decode),
                new Sample(new OperatorTime(1_700_000_000_000L), OperatorTime::decode),
                new Sample(new Noop(), Noop::decode));
    }

    private static ByteBuf encode(RecordBody body) {
        ByteBuf out = Unpooled.buffer();
        body.encode(out);
        return out;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void comesBackAsItWasWritten(Sample sample) {
        assertThat(sample.decode.apply(encode(sample.body))).isEqualTo(sample.body);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isWrittenAsEver(Sample sample) {
        Golden.assertSame("records.txt", sample.toString(), encode(sample.body));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isRefusedWhenCutOffAnywhere(Sample sample) {
        ByteBuf whole = encode(sample.body);
        // A section's image is the rest of its body, whatever its length.
        int required = sample.body instanceof SnapshotSection section
                ? whole.readableBytes() - section.image().readableBytes()
                : whole.readableBytes();
        for (int length = 0; length < required; length++) {
            ByteBuf cut = whole.slice(0, length);
            assertThatThrownBy(() -> sample.decode.apply(cut))
                    .as("%d of %d bytes", length, required)
                    .isInstanceOf(StoreException.Damaged.class);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void ignoresFieldsThatANewerWriterAdds(Sample sample) {
        if (sample.body instanceof SnapshotSection) {
            return;
        }
        assertThat(sample.decode.apply(encode(sample.body).writeLong(-1))).isEqualTo(sample.body);
    }

    @Test
    void aCountBeyondTheBodyIsRefusedBeforeItAllocates() {
        ByteBuf body = Unpooled.buffer().writeInt(Integer.MAX_VALUE);
        assertThatThrownBy(() -> DeleteObjects.decode(body)).isInstanceOf(StoreException.Damaged.class);
    }

    @Test
    void everyTypeHasASampleOrIsABatch() {
        assertThat(samples().map(sample -> sample.body.type()))
                .containsExactlyInAnyOrder(Stream.of(RecordType.values())
                        .filter(type -> type != RecordType.BATCH)
                        .toArray(RecordType[]::new));
    }

    @Test
    void anUnknownReasonOfATrimIsRefused() {
        ByteBuf body = encode(new Trimmed(TOPIC, 3, 64, 99, Trimmed.Reason.BYTES));
        body.setByte(body.writerIndex() - 1, 200);
        assertThatThrownBy(() -> Trimmed.decode(body)).hasMessageContaining("200");
    }
}
