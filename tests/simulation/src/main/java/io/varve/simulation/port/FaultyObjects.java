/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.port;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.objects.ObjectStore;
import io.varve.simulation.port.Calls.Call;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One broker's way to the object store. */
public final class FaultyObjects implements ObjectStore {
    private static final String PORT = "objects";

    private final ObjectStore store;
    private final Calls calls;
    private final boolean blocking;

    /** @param blocking whether the caller waits for each answer, so that no time may pass */
    public FaultyObjects(ObjectStore store, Calls calls, boolean blocking) {
        this.store = store;
        this.calls = calls;
        this.blocking = blocking;
    }

    private <T> CompletableFuture<T> call(
            String what, boolean changes, Supplier<CompletableFuture<T>> effect, Consumer<T> discard) {
        Call call = new Call(PORT, what, changes);
        return blocking ? calls.callNow(call, effect, discard) : calls.call(call, effect, discard);
    }

    @Override
    public CompletableFuture<Upload> begin(String key) {
        return call(
                "begins an object",
                false,
                () -> store.begin(key).thenApply(upload -> new FaultyUpload(upload)),
                lost -> {});
    }

    @Override
    public CompletableFuture<Long> size(String key) {
        return call("asks for the size of " + key, false, () -> store.size(key), lost -> {});
    }

    @Override
    public CompletableFuture<ByteBuf> read(String key, long position, int length) {
        return call(
                "reads " + length + " bytes of an object",
                false,
                () -> store.read(key, position, length).thenApply(FaultyObjects::unpooled),
                lost -> {});
    }

    /** What a crashed broker held is nobody's to release. */
    private static ByteBuf unpooled(ByteBuf bytes) {
        ByteBuf copy = Unpooled.copiedBuffer(bytes);
        bytes.release();
        return copy;
    }

    @Override
    public CompletableFuture<Void> delete(String key) {
        return call("deletes " + key, true, () -> store.delete(key), lost -> {});
    }

    @Override
    public CompletableFuture<List<ObjectSummary>> list(String prefix, @Nullable String after, int limit) {
        return call("lists objects", false, () -> store.list(prefix, after, limit), lost -> {});
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public void close() {}

    private final class FaultyUpload implements Upload {
        private final Upload upload;

        private FaultyUpload(Upload upload) {
            this.upload = upload;
        }

        @Override
        public CompletableFuture<Void> write(ByteBuf part) {
            byte[] bytes = new byte[part.readableBytes()];
            part.readBytes(bytes).release();
            return call(
                    "writes " + bytes.length + " bytes of an object",
                    true,
                    () -> upload.write(Unpooled.wrappedBuffer(bytes)),
                    lost -> {});
        }

        @Override
        public CompletableFuture<Void> complete() {
            return call("completes an object", true, upload::complete, lost -> {});
        }

        @Override
        public CompletableFuture<Void> abort() {
            return call("gives up an object", false, upload::abort, lost -> {});
        }
    }
}
