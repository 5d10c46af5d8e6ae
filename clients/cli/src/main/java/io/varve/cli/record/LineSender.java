/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.client.producer.Producer;
import io.varve.client.record.RecordPosition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends lines as records, until they end, the records can't be stored, or somebody stops it. */
final class LineSender {
    /** Beyond any record that a cluster may be configured to take, and little enough to hold in memory. */
    private static final int MAX_LINE_BYTES = 8 << 20;

    private final Producer<byte[]> producer;
    private final LineFormat format;
    private final SendTally tally = new SendTally();
    private final long startNanos = System.nanoTime();
    private volatile boolean stopped;

    LineSender(Producer<byte[]> producer, LineFormat format) {
        this.producer = producer;
        this.format = format;
    }

    /** Sends line after line, and returns when all are answered; {@link #result} tells how it went. */
    void send(InputStream in) throws IOException {
        LineSource lines = new LineSource(in, MAX_LINE_BYTES);
        while (!stopped && !tally.isHopeless()) {
            try {
                byte[] line = lines.next();
                if (line == null) {
                    break;
                }
                send(line, lines.lines());
            } catch (VarveException e) {
                tally.failed(lines.lines(), e);
            }
        }
        producer.flush();
    }

    /** Takes no more lines, and waits so long for what was sent. For another thread than the one that sends. */
    void stop(Duration patience) {
        stopped = true;
        producer.close(patience);
    }

    /** What was sent so far, and how that went. */
    SendTally tally() {
        return tally;
    }

    /** What was sent so far, to be printed. */
    SendResult result() {
        return tally.result(producer.topic(), (System.nanoTime() - startNanos) / 1e9);
    }

    private void send(byte[] line, long number) {
        CompletableFuture<RecordPosition> unused = producer.send(format.record(line))
                .whenComplete((position, failure) -> {
                    if (failure == null) {
                        tally.stored(position, line.length, format.hasIds() && position.duplicate());
                    } else {
                        failed(number, failure);
                    }
                });
    }

    private void failed(long line, @Nullable Throwable failure) {
        VarveException why = failure instanceof VarveException varve
                ? varve
                : new VarveException(ErrorCode.INTERNAL, String.valueOf(failure), failure);
        // A line that was read while the producer was being stopped was never sent.
        if (!(stopped && why.code() == ErrorCode.CLOSED)) {
            tally.failed(line, why);
        }
    }
}
