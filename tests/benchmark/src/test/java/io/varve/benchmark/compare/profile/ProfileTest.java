/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a recording that this process makes of itself. */
class ProfileTest {
    @TempDir
    private Path directory;

    @Test
    void whatEndedWithinTheWindowCounts() throws Exception {
        Path file = directory.resolve("own.jfr");
        Window window;
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
            recording.start();
            force(3);
            Instant from = Instant.now();
            force(2);
            window = new Window("W", from, Instant.now());
            force(4);
            recording.stop();
            recording.dump(file);
        }

        Profile profile = Profile.of(file, window, thread -> Role.JOURNAL);

        assertThat(profile.waits().longest(9)).singleElement().satisfies(wait -> {
            assertThat(wait.getKey()).isEqualTo("fsync of bookies: journal");
            assertThat(wait.getValue().number()).isEqualTo(2);
        });
        assertThat(Window.in(file)).isEmpty();
    }

    @Test
    void whoParksWaitsForALockIfItIsOne() throws Exception {
        Path file = directory.resolve("own.jfr");
        Window window;
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ThreadPark").withThreshold(Duration.ZERO);
            recording.start();
            Instant from = Instant.now();
            assertThat(new LinkedBlockingQueue<>().poll(1, TimeUnit.MILLISECONDS))
                    .isNull();
            waitForALock();
            window = new Window("W", from, Instant.now());
            recording.stop();
            recording.dump(file);
        }

        Profile profile = Profile.of(file, window, thread -> Role.JOURNAL);

        assertThat(profile.waits().longest(9))
                .extracting(Map.Entry::getKey)
                .containsExactly("lock ReentrantLock of bookies: journal");
    }

    private static void waitForALock() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        Thread waiting = new Thread(() -> {
            lock.lock();
            try {
                assertThat(lock.isHeldByCurrentThread()).isTrue();
            } finally {
                lock.unlock();
            }
        });
        lock.lock();
        try {
            waiting.start();
            while (!lock.hasQueuedThread(waiting) || waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        } finally {
            lock.unlock();
        }
        waiting.join();
    }

    private void force(int times) throws Exception {
        Path file = directory.resolve("forced");
        List<StandardOpenOption> how = List.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, how.toArray(StandardOpenOption[]::new))) {
            for (int i = 0; i < times; i++) {
                channel.write(ByteBuffer.wrap(new byte[] {1}));
                channel.force(true);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "varve-io-1-2, BROKER",
        "BookieJournal-3181, JOURNAL",
        "ForceWriteThread, JOURNAL",
        "SortedLedgerStorage-0, LEDGERS",
        "SyncThread-18-1, LEDGERS",
        "SyncThread:0, ZOOKEEPER",
        "bookkeeper-io-3-1, LEDGER_CLIENT",
        "BookieWriteThreadPool-OrderedExecutor-0-0, BOOKIE_REQUESTS",
        "main, OTHERS",
    })
    void aThreadsNameTellsWhatItWorksFor(String thread, Role role) {
        assertThat(Role.of(thread)).isEqualTo(role);
    }
}
