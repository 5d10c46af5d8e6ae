/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.cold;

import static io.varve.objects.BlockingPool.await;
import static io.varve.objects.format.SampleObject.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.varve.objects.DirectoryObjectStore;
import io.varve.objects.MemoryFaults.Fault;
import io.varve.objects.MemoryFaults.Operation;
import io.varve.objects.MemoryObjectStore;
import io.varve.objects.format.ObjectLocation;
import io.varve.objects.format.PartitionLane;
import io.varve.objects.format.SampleObject;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.error.StoreException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColdReaderTest {
    private static final int KIB = 1 << 10;
    /** Blocks of 4 KiB, batches of about 1 KiB. */
    private static final int BLOCK = 4 * KIB;

    private static final PartitionLane LANE = lane(1, 0);

    private final MemoryObjectStore store = new MemoryObjectStore();
    private ColdReader cold = reader(256 * KIB, 4);

    @AfterEach
    void close() {
        cold.close();
        assertThat(cold.stats().cachedBytes()).isZero();
    }

    @Test
    void aPartitionIsReadBatchByBatchToItsEnd() throws Exception {
        SampleObject sample = object("o", 100);
        ObjectLocation location = sample.write().location();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        long next = 0;
        while (next < 200) {
            ByteBuf batches = await(cold.read(location, LANE, next, 3000));
            assertThat(BatchHeader.baseOffset(batches, batches.readerIndex())).isEqualTo(next);
            assertThat(batches.readableBytes()).isLessThanOrEqualTo(3000);
            read.writeBytes(ByteBufUtil.getBytes(batches));
            next = lastOffset(batches) + 1;
            batches.release();
        }
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        sample.batches(LANE).forEach(expected::writeBytes);
        assertThat(read.toByteArray()).isEqualTo(expected.toByteArray());
        assertThat(cold.stats().storeReads()).isLessThan(20);
    }

    @Test
    void anAnswerBeginsWithTheBatchOfTheOffset() {
        ObjectLocation location = object("o", 100).write().location();
        for (long offset : List.of(0L, 1L, 2L, 99L, 117L, 199L)) {
            ByteBuf batches = await(cold.read(location, LANE, offset, 1));
            assertThat(BatchHeader.baseOffset(batches, batches.readerIndex())).isEqualTo(offset / 2 * 2);
            assertThat(BatchHeader.sizeBytes(batches, batches.readerIndex())).isEqualTo(batches.readableBytes());
            batches.release();
        }
    }

    @Test
    void randomReadsGiveWhatIsThere() {
        List<ObjectLocation> locations = new ArrayList<>();
        List<SampleObject> samples = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            samples.add(object("o" + i, 100));
            locations.add(samples.get(i).write().location());
        }
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            int object = random.nextInt(5);
            int batch = random.nextInt(100);
            ByteBuf batches = await(cold.read(locations.get(object), LANE, batch * 2L, 1 + random.nextInt(20_000)));
            byte[] expected = samples.get(object).batches(LANE).get(batch);
            assertThat(ByteBufUtil.getBytes(batches, batches.readerIndex(), expected.length))
                    .isEqualTo(expected);
            batches.release();
            assertThat(cold.stats().cachedBytes()).isLessThanOrEqualTo(256 * KIB);
        }
    }

    @Test
    void aReaderThatGoesOnIsReadAheadOfInGrowingSteps() {
        ObjectLocation location = object("o", 200).write().location();
        long next = 0;
        while (next < 400) {
            ByteBuf batches = await(cold.read(location, LANE, next, KIB));
            next = lastOffset(batches) + 1;
            batches.release();
        }
        // 200 KiB in steps of 4, 8, 16, 32, 32 and so on, and the directory.
        assertThat(cold.stats().storeReads()).isBetween(8L, 12L);
        assertThat(cold.stats().hits()).isGreaterThan(150);
    }

    @Test
    void readersOfTheSamePlaceShareOneRead() {
        ObjectLocation location = object("o", 50).write().location();
        store.faults().failAlways(Operation.READ, Fault.HOLD);
        List<CompletableFuture<ByteBuf>> reads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            reads.add(cold.read(location, LANE, 40, KIB));
        }
        assertThat(store.faults().calls(Operation.READ)).isEqualTo(1);
        store.faults().releaseHeld();
        assertThat(store.faults().calls(Operation.READ)).isEqualTo(2);
        store.faults().releaseHeld();
        reads.forEach(read -> await(read).release());
        assertThat(store.faults().calls(Operation.READ)).isEqualTo(2);
        assertThat(cold.stats().answers()).isEqualTo(10);
    }

    @Test
    void readsWaitForRoomAndAreRefusedWhenTooManyWait() {
        List<ObjectLocation> locations = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            locations.add(object("o" + i, 10).write().location());
            await(cold.directory(locations.get(i)));
        }
        store.faults().failAlways(Operation.READ, Fault.HOLD);
        cold.close();
        cold = reader(64 * KIB, 4);
        locations.forEach(location -> assertThat(cold.directory(location)).isNotDone());
        store.faults().releaseHeld();
        List<CompletableFuture<ByteBuf>> reads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            reads.add(cold.read(locations.get(i), LANE, 0, KIB));
        }
        assertThat(cold.stats().cachedBytes()).isLessThanOrEqualTo(64 * KIB);
        assertThat(cold.stats().waitingReads()).isEqualTo(4);
        assertThat(cold.stats().refused()).isGreaterThan(10);
        assertThatThrownBy(() -> await(reads.get(39))).isInstanceOf(StoreException.Unavailable.class);
        while (store.faults().held() > 0) {
            store.faults().releaseHeld();
        }
        int answered = 0;
        for (CompletableFuture<ByteBuf> read : reads) {
            if (!read.isCompletedExceptionally()) {
                await(read).release();
                answered++;
            }
        }
        assertThat(answered + cold.stats().refused()).isEqualTo(40);
        assertThat(cold.stats().waitingReads()).isZero();
    }

    @Test
    void aSlowReaderKeepsItsSliceWhileTheCacheGoesOn() {
        SampleObject sample = object("o", 300);
        ObjectLocation location = sample.write().location();
        List<ByteBuf> held = new ArrayList<>();
        for (int batch = 0; batch < 300; batch++) {
            held.add(await(cold.read(location, LANE, batch * 2L, 1)));
        }
        for (int batch = 0; batch < 300; batch++) {
            assertThat(ByteBufUtil.getBytes(held.get(batch)))
                    .isEqualTo(sample.batches(LANE).get(batch));
            held.get(batch).release();
        }
    }

    @Test
    void anOffsetIsFoundByTime() {
        ObjectLocation location = object("o", 100).write().location();
        assertThat(await(cold.offsetForTime(location, LANE, 0))).hasValue(0);
        assertThat(await(cold.offsetForTime(location, LANE, 50_000))).hasValue(100);
        assertThat(await(cold.offsetForTime(location, LANE, 50_002))).hasValue(102);
        assertThat(await(cold.offsetForTime(location, LANE, 99_001))).hasValue(198);
        assertThat(await(cold.offsetForTime(location, LANE, 99_002))).isEmpty();
    }

    @Test
    void whatAnObjectDoesNotHoldIsNotFound() {
        ObjectLocation location = object("o", 10).write().location();
        assertThatThrownBy(() -> await(cold.read(location, LANE, 20, 1)))
                .isInstanceOf(StoreException.NotFound.class)
                .hasMessageContaining("20");
        assertThatThrownBy(() -> await(cold.read(location, lane(9, 9), 0, 1)))
                .isInstanceOf(StoreException.NotFound.class);
    }

    @Test
    void aDeletedObjectIsNotFound() {
        ObjectLocation location = object("o", 10).write().location();
        await(store.delete("o"));
        assertThatThrownBy(() -> await(cold.read(location, LANE, 0, 1))).isInstanceOf(StoreException.NotFound.class);
    }

    @Test
    void aFailedReadIsNotRemembered() {
        ObjectLocation location = object("o", 10).write().location();
        store.faults().failNext(Operation.READ, Fault.UNAVAILABLE);
        assertThatThrownBy(() -> await(cold.read(location, LANE, 0, 1))).isInstanceOf(StoreException.Unavailable.class);
        await(cold.directory(location));
        store.faults().failNext(Operation.READ, Fault.UNAVAILABLE);
        assertThatThrownBy(() -> await(cold.read(location, LANE, 0, 1))).isInstanceOf(StoreException.Unavailable.class);
        await(cold.read(location, LANE, 0, 1)).release();
    }

    @Test
    void aBodyDamagedOnItsWayIsReadAgain() {
        ObjectLocation location = object("o", 10).write().location();
        await(cold.directory(location));
        store.faults().failNext(Operation.READ, Fault.FLIP_BIT);
        await(cold.read(location, LANE, 0, 1)).release();
        store.faults().failNext(Operation.READ, Fault.TRUNCATE);
        await(cold.read(location, LANE, 18, 1)).release();
    }

    @Test
    void aDamagedBlockIsNeverServed() {
        ObjectLocation location = object("o", 10).write().location();
        byte[] bytes = store.bytes("o");
        bytes[100] ^= 1;
        store.replace("o", bytes);
        assertThatThrownBy(() -> await(cold.read(location, LANE, 0, 1))).isInstanceOf(StoreException.Damaged.class);
        await(cold.read(location, LANE, 18, 1)).release();
    }

    @Test
    void readsUnderWayAtCloseAreAnswered() {
        ObjectLocation location = object("o", 10).write().location();
        await(cold.directory(location));
        store.faults().failNext(Operation.READ, Fault.HOLD);
        CompletableFuture<ByteBuf> read = cold.read(location, LANE, 0, 1);
        cold.close();
        assertThatThrownBy(() -> await(cold.read(location, LANE, 0, 1))).isInstanceOf(StoreException.Unavailable.class);
        store.faults().releaseHeld();
        await(read).release();
    }

    @Test
    void readersOnManyThreadsGetWhatIsThereWithinTheBudget(@TempDir Path directory) throws Exception {
        int readers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(readers);
        try (DirectoryObjectStore files = DirectoryObjectStore.open(directory);
                ColdReader shared =
                        new ColdReader(files, new ColdReaderConfig(128 * KIB, 64 * KIB, BLOCK, 32 * KIB, 1000))) {
            List<SampleObject> samples = new ArrayList<>();
            List<ObjectLocation> locations = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                samples.add(fill(new SampleObject(files, "o" + i, BLOCK), 200));
                locations.add(samples.get(i).write().location());
            }
            List<Future<Boolean>> done = new ArrayList<>();
            for (int reader = 0; reader < readers; reader++) {
                int seed = reader;
                done.add(threads.submit(() -> readsRight(shared, samples, locations, new Random(seed))));
            }
            for (Future<Boolean> reader : done) {
                assertThat(reader.get(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(shared.stats().cachedBytes()).isBetween(1L, 128L * KIB);
            assertThat(shared.stats().waitingReads()).isZero();
        } finally {
            threads.shutdown();
        }
    }

    /** Reads from random places on, some batches each time, and says whether they are all what was written. */
    private static boolean readsRight(
            ColdReader shared, List<SampleObject> samples, List<ObjectLocation> locations, Random random) {
        boolean right = true;
        for (int i = 0; i < 60; i++) {
            int object = random.nextInt(samples.size());
            long offset = random.nextInt(180) * 2L;
            for (int step = 0; step < 5 && offset < 400; step++) {
                ByteBuf batches = await(shared.read(locations.get(object), LANE, offset, 5 * KIB));
                byte[] first = samples.get(object).batches(LANE).get((int) offset / 2);
                right &= Arrays.equals(ByteBufUtil.getBytes(batches, batches.readerIndex(), first.length), first);
                offset = lastOffset(batches) + 1;
                batches.release();
            }
        }
        return right;
    }

    private ColdReader reader(int cacheBytes, int maxWaiting) {
        return new ColdReader(store, new ColdReaderConfig(cacheBytes, 10 * KIB * KIB, BLOCK, 32 * KIB, maxWaiting));
    }

    /** One partition of batches of 2 records in about 1 KiB, batch i with timestamps from 1000 i. */
    private SampleObject object(String key, int batches) {
        return fill(new SampleObject(store, key, BLOCK), batches);
    }

    private static SampleObject fill(SampleObject sample, int batches) {
        for (int i = 0; i < batches; i++) {
            sample.add(LANE, 2, 460, 1000L * i);
        }
        return sample;
    }

    private static long lastOffset(ByteBuf batches) {
        long last = -1;
        for (int at = batches.readerIndex(); at < batches.writerIndex(); at += BatchHeader.sizeBytes(batches, at)) {
            last = BatchHeader.lastOffset(batches, at);
        }
        return last;
    }
}
