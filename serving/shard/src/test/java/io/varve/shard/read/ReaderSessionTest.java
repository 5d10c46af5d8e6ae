/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.varve.log.SimulatedLoop;
import io.varve.objects.MemoryObjectStore;
import io.varve.objects.cold.ColdReader;
import io.varve.objects.cold.ColdReaderConfig;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.Source;
import io.varve.shard.state.PartitionKey;
import io.varve.shard.state.ShardState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers at the end of a partition to which nothing comes. */
class ReaderSessionTest {
    private static final PartitionKey KEY = new PartitionKey(new UUID(1, 2), 0);

    private final SimulatedLoop loop = new SimulatedLoop();
    private final ColdReader cold = new ColdReader(new MemoryObjectStore(), ColdReaderConfig.DEFAULT);
    private final ReadPath path = new ReadPath(
            loop,
            PooledByteBufAllocator.DEFAULT,
            new LogIndex(),
            new ReadMemory(new ReadBudget(1 << 20, 1 << 20)),
            (ledgerId, first, last, maxBytes) -> CompletableFuture.failedFuture(new AssertionError("nothing to read")),
            new ColdPath(loop, new ShardState(), cold));

    /** Nothing was ever removed. */
    private static final class FromZero implements ReaderSession.Start {
        @Override
        public long offset() {
            return 0;
        }

        @Override
        public void whenConfirmed(Runnable tell) {
            throw new AssertionError("there is nothing to tell");
        }
    }

    /** Gets nothing. */
    private static final class NoSink implements ReaderSink {
        @Override
        public void records(ByteBuf batches, long nextOffset, long confirmedEnd, Source source) {
            batches.release();
            throw new AssertionError("there are no records");
        }

        @Override
        public void ended(VarveException error) {
            throw error;
        }
    }

    @AfterEach
    void close() {
        cold.close();
    }

    private ReaderSession reader() {
        ReaderSession reader = new ReaderSession(path, KEY, new FromZero(), 0, 1 << 20, new NoSink(), ended -> {});
        reader.begin();
        loop.run();
        return reader;
    }

    private int waiting() {
        return path.index().of(KEY).waiting();
    }

    @Test
    void whoseRecordsWereRemovedHearsOfItWhenThatIsConfirmed() {
        List<Runnable> told = new ArrayList<>();
        List<VarveException> ended = new ArrayList<>();
        ReaderSession.Start start = new ReaderSession.Start() {
            @Override
            public long offset() {
                return 5;
            }

            @Override
            public void whenConfirmed(Runnable tell) {
                told.add(tell);
            }
        };
        ReaderSink sink = new ReaderSink() {
            @Override
            public void records(ByteBuf batches, long nextOffset, long confirmedEnd, Source source) {
                batches.release();
                throw new AssertionError("there are no records");
            }

            @Override
            public void ended(VarveException error) {
                ended.add(error);
            }
        };
        ReaderSession reader = new ReaderSession(path, KEY, start, 4, 1 << 20, sink, over -> {});
        reader.begin();
        loop.run();
        reader.addCredit(1);
        loop.run();
        assertThat(ended).isEmpty();
        assertThat(told).hasSize(1);

        told.get(0).run();
        assertThat(ended).extracting(VarveException::code).containsExactly(ErrorCode.OFFSET_OUT_OF_RANGE);
    }

    @Test
    void whoIsEndedBeforeItBeginsIsRefusedAndReadsNothing() {
        VarveException gone = new VarveException(ErrorCode.TOPIC_NOT_FOUND, "gone");
        ReaderSession reader = new ReaderSession(path, KEY, new FromZero(), 0, 1 << 20, new NoSink(), over -> {});
        reader.end(gone);
        assertThat(reader.refusal()).isSameAs(gone);
        reader.begin();
        loop.run();
        assertThat(waiting()).isZero();
    }

    @Test
    void whoIsClosedAtTheEndIsForgotten() {
        ReaderSession staying = reader();
        for (int i = 0; i < 100; i++) {
            reader().close();
        }
        loop.run();
        assertThat(waiting()).isOne();

        staying.close();
        assertThat(waiting()).isZero();
    }

    @Test
    void whoAsksForMoreAtTheEndWaitsOnce() {
        ReaderSession reader = reader();
        for (int i = 0; i < 100; i++) {
            reader.addCredit(1);
            loop.run();
        }
        assertThat(waiting()).isOne();
    }
}
