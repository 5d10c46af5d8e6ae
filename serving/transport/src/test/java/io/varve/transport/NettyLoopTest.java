/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyLoopTest {
    private final CompletableFuture<VirtualMachineError> exhausted = new CompletableFuture<>();
    private final EventLoops loops = new EventLoops("test-io", 1, exhausted::complete);
    private final NettyLoop loop = loops.next();

    @AfterEach
    void stop() {
        loops.close();
    }

    @Test
    void aTaskThatRunsOutOfMemoryIsToldOf() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("Cannot reserve 4194304 bytes of direct buffer memory");

        loop.execute(() -> {
            throw error;
        });

        assertThat(exhausted.get(10, TimeUnit.SECONDS)).isSameAs(error);
    }

    @Test
    void aScheduledTaskThatRunsOutOfMemoryIsToldOf() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("Cannot reserve 4194304 bytes of direct buffer memory");

        var unused = loop.schedule(
                () -> {
                    throw error;
                },
                1,
                TimeUnit.MILLISECONDS);

        assertThat(exhausted.get(10, TimeUnit.SECONDS)).isSameAs(error);
    }

    @Test
    void aDefectInATaskDoesNotHinderTheNext() throws Exception {
        CompletableFuture<Void> next = new CompletableFuture<>();

        loop.execute(() -> {
            throw new IllegalStateException("a defect");
        });
        loop.execute(() -> next.complete(null));

        next.get(10, TimeUnit.SECONDS);
        assertThat(exhausted).isNotDone();
    }
}
