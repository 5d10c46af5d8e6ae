/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.producer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells when all records before a flush are done, by counting the open ones between two flushes. Owned by the producer's
 * loop.
 */
final class FlushMarks {
    private final Deque<Mark> marks = new ArrayDeque<>();
    private Mark present = new Mark();

    void entered(OutRecord record) {
        present.open++;
        record.mark(present);
    }

    void left(OutRecord record) {
        Mark mark = record.mark();
        if (mark != null) {
            mark.open--;
            completeDone();
        }
    }

    void flush(CompletableFuture<Void> done) {
        present.flushed = done;
        marks.add(present);
        present = new Mark();
        completeDone();
    }

    private void completeDone() {
        while (!marks.isEmpty() && marks.getFirst().open == 0) {
            CompletableFuture<Void> flushed = marks.removeFirst().flushed;
            if (flushed != null) {
                flushed.complete(null);
            }
        }
    }

    /** The records between two flushes. */
    static final class Mark {
        private int open;
        private @Nullable CompletableFuture<Void> flushed;

        private Mark() {}
    }
}
