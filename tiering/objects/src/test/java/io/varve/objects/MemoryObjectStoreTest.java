/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.varve.objects.MemoryFaults.Fault;
import io.varve.objects.MemoryFaults.Operation;
import io.varve.objects.ObjectStore.Upload;
import io.varve.protocol.error.StoreException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MemoryObjectStoreTest extends ObjectStoreContract {
    private final MemoryObjectStore memory = new MemoryObjectStore();

    @Override
    protected ObjectStore open() {
        return memory;
    }

    @Test
    void aRefusedCallHasNoEffect() throws Exception {
        put("there", random(10, 1));
        memory.faults().failNext(Operation.DELETE, Fault.UNAVAILABLE);
        assertFails(memory.delete("there"), StoreException.Unavailable.class);
        assertThat(await(memory.size("there"))).isEqualTo(10);
        await(memory.delete("there"));
    }

    @Test
    void aCompleteWhoseReplyIsLostIsVisible() throws Exception {
        Upload upload = await(memory.begin("lost"));
        await(upload.write(Unpooled.wrappedBuffer(random(10, 2))));
        memory.faults().failNext(Operation.COMPLETE, Fault.LOSE_REPLY);
        assertFails(upload.complete(), StoreException.UnknownOutcome.class);
        assertThat(await(memory.size("lost"))).isEqualTo(10);
    }

    @Test
    void aTruncatedWriteKeepsHalf() throws Exception {
        memory.faults().failNext(Operation.WRITE, Fault.TRUNCATE);
        put("half", random(10, 3));
        assertThat(await(memory.size("half"))).isEqualTo(5);
    }

    @Test
    void aFlippedBitIsTheOnlyDifference() throws Exception {
        byte[] bytes = random(10, 4);
        put("flipped", bytes);
        memory.faults().failNext(Operation.READ, Fault.FLIP_BIT);
        byte[] read = read("flipped", 0, 10);
        assertThat(read[5] ^ bytes[5]).isEqualTo(0x10);
        assertThat(read("flipped", 0, 10)).isEqualTo(bytes);
    }

    @Test
    void aHeldCallWaitsForItsRelease() throws Exception {
        put("held", random(10, 5));
        memory.faults().failNext(Operation.SIZE, Fault.HOLD);
        CompletableFuture<Long> size = memory.size("held");
        assertThat(size).isNotDone();
        memory.faults().releaseHeld();
        assertThat(size).isCompletedWithValue(10L);
    }

    @Test
    void aCallIsFailedByItsNumber() throws Exception {
        memory.faults().failCall(1, Fault.UNAVAILABLE);
        Upload upload = await(memory.begin("numbered"));
        assertFails(upload.write(Unpooled.wrappedBuffer(new byte[3])), StoreException.Unavailable.class);
        assertThat(memory.faults().calls()).isEqualTo(2);
    }
}
