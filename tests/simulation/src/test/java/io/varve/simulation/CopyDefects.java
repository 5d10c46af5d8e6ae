/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.log.LedgerReader;
import io.varve.log.LedgerStore;
import io.varve.objects.ObjectStore;
import io.varve.simulation.broker.Wiring;
import io.varve.simulation.port.Machine;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Defects in how ledgers are copied to objects. */
final class CopyDefects {
    private CopyDefects() {}

    /** A ledger goes as soon as its copy was written. */
    static final class HastyDeletion implements Wiring {
        private final Map<Machine, Long> copied = new HashMap<>();
        private final Map<Machine, LedgerStore> stores = new HashMap<>();

        @Override
        public LedgerStore ledgers(Machine machine, LedgerStore ledgers) {
            stores.putIfAbsent(machine, ledgers);
            return new WrappedLedgers(ledgers) {
                @Override
                public CompletableFuture<LedgerReader> open(long ledgerId) {
                    copied.put(machine, ledgerId);
                    return super.open(ledgerId);
                }
            };
        }

        @Override
        public ObjectStore objects(Machine machine, ObjectStore objects) {
            return new WrappedObjects(objects) {
                @Override
                Upload wrap(String key, Upload upload) {
                    return new WrappedUpload(upload) {
                        @Override
                        public CompletableFuture<Void> complete() {
                            return super.complete().thenRun(() -> clearAway(machine));
                        }
                    };
                }
            };
        }

        private void clearAway(Machine machine) {
            Long ledgerId = copied.get(machine);
            LedgerStore store = stores.get(machine);
            if (ledgerId != null && store != null) {
                var unused = store.delete(ledgerId);
            }
        }
    }

    /** An object is read back from what was kept of it on the way, so nobody sees that the bucket has less. */
    static final class ShortCopies implements Wiring {
        private final Map<Machine, Map<String, byte[]>> kept = new HashMap<>();

        @Override
        public ObjectStore objects(Machine machine, ObjectStore objects) {
            Map<String, byte[]> own = kept.computeIfAbsent(machine, it -> new HashMap<>());
            return new WrappedObjects(objects) {
                @Override
                Upload wrap(String key, Upload upload) {
                    ByteArrayOutputStream whole = new ByteArrayOutputStream();
                    return new WrappedUpload(upload) {
                        @Override
                        public CompletableFuture<Void> write(ByteBuf part) {
                            byte[] bytes = new byte[part.readableBytes()];
                            part.readBytes(bytes).release();
                            whole.writeBytes(bytes);
                            return CompletableFuture.allOf();
                        }

                        @Override
                        public CompletableFuture<Void> complete() {
                            byte[] bytes = whole.toByteArray();
                            return super.write(Unpooled.wrappedBuffer(bytes, 0, bytes.length - 1))
                                    .thenCompose(written -> super.complete())
                                    .thenRun(() -> own.put(key, bytes));
                        }
                    };
                }

                @Override
                public CompletableFuture<Long> size(String key) {
                    byte[] bytes = own.get(key);
                    return bytes == null ? super.size(key) : CompletableFuture.completedFuture((long) bytes.length);
                }

                @Override
                public CompletableFuture<ByteBuf> read(String key, long position, int length) {
                    byte[] bytes = own.get(key);
                    return bytes == null
                            ? super.read(key, position, length)
                            : CompletableFuture.completedFuture(Unpooled.copiedBuffer(bytes, (int) position, length));
                }
            };
        }
    }

    private abstract static class WrappedObjects implements ObjectStore {
        private final ObjectStore store;

        WrappedObjects(ObjectStore store) {
            this.store = store;
        }

        @Override
        public CompletableFuture<Upload> begin(String key) {
            return store.begin(key).thenApply(upload -> wrap(key, upload));
        }

        abstract Upload wrap(String key, Upload upload);

        @Override
        public CompletableFuture<Long> size(String key) {
            return store.size(key);
        }

        @Override
        public CompletableFuture<ByteBuf> read(String key, long position, int length) {
            return store.read(key, position, length);
        }

        @Override
        public CompletableFuture<Void> delete(String key) {
            return store.delete(key);
        }

        @Override
        public CompletableFuture<List<ObjectSummary>> list(String prefix, @Nullable String after, int limit) {
            return store.list(prefix, after, limit);
        }

        @Override
        public String location() {
            return store.location();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private static class WrappedUpload implements ObjectStore.Upload {
        private final ObjectStore.Upload upload;

        WrappedUpload(ObjectStore.Upload upload) {
            this.upload = upload;
        }

        @Override
        public CompletableFuture<Void> write(ByteBuf part) {
            return upload.write(part);
        }

        @Override
        public CompletableFuture<Void> complete() {
            return upload.complete();
        }

        @Override
        public CompletableFuture<Void> abort() {
            return upload.abort();
        }
    }
}
