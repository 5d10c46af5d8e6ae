/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.batch.Record;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrintLoopTest {
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final Script source = new Script();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> notices = new ArrayList<>();
    private long nowNanos = Long.MAX_VALUE - 1_000_000; // the clock of nanoTime may overflow at any time

    @Test
    void printsUntilThereIsEnoughAndCommitsExactlyThat() throws IOException {
        source.polls.add(records(FIRST, 10, 15));
        source.polls.add(records(SECOND, 0, 5));
        PrintLoop loop = loop(7, null);
        loop.run();
        assertThat(loop.printed()).isEqualTo(7);
        assertThat(printed()).containsExactly("10", "11", "12", "13", "14", "0", "1");
        assertThat(source.committed).isEqualTo(Map.of(FIRST, 15L, SECOND, 2L));
    }

    @Test
    void endsAtTheDeadlineWithWhatCameSoFar() throws IOException {
        source.polls.add(records(FIRST, 0, 3));
        PrintLoop loop = loop(100, Duration.ofSeconds(5));
        loop.run();
        assertThat(loop.printed()).isEqualTo(3);
        assertThat(source.committed).isEqualTo(Map.of(FIRST, 3L));
        assertThat(source.waitedNanos).isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void whatIsPrintedIsOnStdoutBeforeItWaits() throws IOException {
        source.polls.add(records(FIRST, 0, 3));
        source.beforeWaiting = () -> assertThat(printed()).hasSize(3);
        loop(NO_LIMIT, Duration.ofSeconds(1)).run();
    }

    @Test
    void nothingIsCommittedThatIsNotOnStdout() throws IOException {
        source.polls.add(records(FIRST, 0, 3));
        source.beforeCommit = () -> assertThat(printed()).hasSize(3);
        loop(3, null).run();
        assertThat(source.commits).isEqualTo(1);
    }

    @Test
    void commitsAboutEverySecond() throws IOException {
        source.polls.add(records(FIRST, 0, 3));
        source.beforeWaiting = () -> {
            if (source.waitedNanos == Duration.ofMillis(1_600).toNanos()) {
                assertThat(source.committed).isEqualTo(Map.of(FIRST, 3L));
                source.polls.add(records(FIRST, 3, 4));
            }
        };
        loop(NO_LIMIT, Duration.ofSeconds(3)).run();
        assertThat(source.commits).isEqualTo(2);
        assertThat(source.committed).isEqualTo(Map.of(FIRST, 4L));
    }

    @Test
    void whoeverStopsItGetsEverythingOutAndCommitted() throws IOException {
        PrintLoop loop = loop(NO_LIMIT, null);
        source.polls.add(records(FIRST, 0, 3));
        source.beforeWaiting = loop::stop;
        loop.run();
        assertThat(printed()).hasSize(3);
        assertThat(source.committed).isEqualTo(Map.of(FIRST, 3L));
    }

    @Test
    void aStdoutThatIsGoneCommitsNothing() {
        source.polls.add(records(FIRST, 0, 3));
        PrintLoop loop = loop(3, null, new FieldPrinter(List.of(RecordField.VALUE), new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        }));
        assertThatThrownBy(loop::run).isInstanceOf(IOException.class).hasMessage("stdout: Broken pipe");
        assertThat(source.commits).isZero();
    }

    @Test
    void anExpiredMemberIsToldAndGoesOn() throws IOException {
        source.polls.add(records(FIRST, 0, 3));
        source.beforeCommit = () -> {
            if (source.commits == 1) {
                throw new VarveException(ErrorCode.STALE_MEMBER_EPOCH, "too late");
            }
        };
        loop(NO_LIMIT, Duration.ofSeconds(3)).run();
        assertThat(notices).singleElement().asString().contains("STALE_MEMBER_EPOCH");
    }

    @Test
    void aCommitThatFailsAtTheEndIsAFailure() {
        source.polls.add(records(FIRST, 0, 3));
        source.beforeCommit = () -> {
            throw new VarveException(ErrorCode.UNKNOWN_MEMBER, "who?");
        };
        assertThatThrownBy(loop(3, null)::run).isInstanceOf(VarveException.class);
    }

    private PrintLoop loop(long max, @Nullable Duration timeout) {
        return loop(max, timeout, new FieldPrinter(List.of(RecordField.VALUE), out));
    }

    private PrintLoop loop(long max, @Nullable Duration timeout, RecordPrinter printer) {
        PrintLoop.Limits limits =
                new PrintLoop.Limits(max, nowNanos + (timeout == null ? 0 : timeout.toNanos()), timeout != null);
        return new PrintLoop(source, new Progress(printer), limits, () -> nowNanos, notices::add);
    }

    private List<String> printed() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Records whose values are their offsets. */
    private static List<ReceivedRecord<byte[]>> records(TopicPartition partition, long first, long end) {
        return LongStream.range(first, end)
                .mapToObj(offset -> new ReceivedRecord<>(
                        partition,
                        new Record(offset, 0, null, Long.toString(offset).getBytes(StandardCharsets.UTF_8), List.of()),
                        Schema.bytes()))
                .toList();
    }

    /** Gives what it was told to, and moves the clock when it is asked to wait for more. */
    private final class Script implements RecordSource {
        private final Deque<List<ReceivedRecord<byte[]>>> polls = new ArrayDeque<>();
        private final Map<TopicPartition, Long> committed = new HashMap<>();
        private Runnable beforeWaiting = () -> {};
        private Runnable beforeCommit = () -> {};
        private long waitedNanos;
        private int commits;

        @Override
        public List<ReceivedRecord<byte[]>> poll(Duration timeout) {
            if (polls.isEmpty() && !timeout.isZero()) {
                beforeWaiting.run();
                nowNanos += timeout.toNanos();
                waitedNanos += timeout.toNanos();
            }
            return polls.isEmpty() ? List.of() : polls.remove();
        }

        @Override
        public void commit(Map<TopicPartition, Long> nextOffsets) {
            commits++;
            beforeCommit.run();
            committed.putAll(nextOffsets);
        }

        @Override
        public void close() {}
    }
}
