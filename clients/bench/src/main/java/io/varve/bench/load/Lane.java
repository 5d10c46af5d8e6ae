/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import io.varve.bench.driver.Sender;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** What one thread sends, and the answers to it, which come on any thread. */
final class Lane {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final int number;
    private final int lanes;
    private final long recordsPerSecond;
    private final boolean synchronous;
    private final List<NumberedSender> senders;
    private final Recorder micros;
    private final Failure failure;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private volatile long lastAnswerNanos;
    private volatile @Nullable Thread waiting;
    private int turn;

    Lane(
            int number,
            int lanes,
            long recordsPerSecond,
            boolean synchronous,
            List<NumberedSender> senders,
            Recorder micros,
            Failure failure) {
        this.number = number;
        this.lanes = lanes;
        this.recordsPerSecond = recordsPerSecond;
        this.synchronous = synchronous;
        this.senders = senders;
        this.micros = micros;
        this.failure = failure;
    }

    /** Sends one record through each sender, so that all are connected. */
    void greet() {
        for (int i = 0; i < senders.size() && !failure.isThere(); i++) {
            sendNext(System.nanoTime());
        }
    }

    /** Sends what is its share of a phase; what goes wrong ends the run. */
    void send(Phase phase) {
        Pace pace = Pace.of(phase.startNanos(), recordsPerSecond, number, lanes);
        long quota = phase.quota(number, lanes);
        for (long record = 0; record < quota && !failure.isThere(); record++) {
            long intended = pace.intendedNanos(record);
            if (phase.isOver(intended)) {
                return;
            }
            Pace.waitUntil(intended);
            sendNext(intended);
            if (synchronous) {
                awaitAnswer();
            }
        }
    }

    private void sendNext(long intendedNanos) {
        NumberedSender sender = senders.get(turn);
        turn = turn + 1 == senders.size() ? 0 : turn + 1;
        sent.lazySet(sent.getPlain() + 1);
        sender.send(intendedNanos, new Answer(intendedNanos));
    }

    private void awaitAnswer() {
        waiting = Thread.currentThread();
        while (unanswered() > 0 && !failure.isThere()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        waiting = null;
    }

    /** Records that were sent and not answered. */
    long unanswered() {
        return sent.get() - answers.get();
    }

    /** Records that were sent, by all senders. */
    long sent() {
        return sent.get();
    }

    /** When the last answer came. */
    long lastAnswerNanos() {
        return lastAnswerNanos;
    }

    /** What the library says of one record. */
    private final class Answer implements Sender.Acknowledgement {
        private final long intendedNanos;
        private boolean given;

        Answer(long intendedNanos) {
            this.intendedNanos = intendedNanos;
        }

        @Override
        public void acknowledged(@Nullable Throwable problem) {
            long now = System.nanoTime();
            if (given) {
                failure.set("a record was acknowledged twice");
                return;
            }
            given = true;
            if (problem == null) {
                micros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(now - intendedNanos)));
            } else {
                failure.set("a record was not stored: " + problem);
            }
            lastAnswerNanos = now;
            answers.incrementAndGet();
            if (waiting != null) {
                LockSupport.unpark(waiting);
            }
        }
    }
}
