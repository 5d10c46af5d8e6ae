/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.varve.objects.MemoryFaults.Fault;
import io.varve.objects.MemoryFaults.Operation;
import io.varve.protocol.error.StoreException;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Objects in memory: the twin of the port for tests and simulation, which fails as {@link #faults} is told to. */
public final class MemoryObjectStore implements ObjectStore {
    private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final MemoryFaults faults = new MemoryFaults();
    private final Executor executor;
    private final InstantSource clock;

    /** A store whose calls are done before they return. */
    public MemoryObjectStore() {
        this(Runnable::run, InstantSource.system());
    }

    /** A store whose calls run, and whose futures complete, on an executor. */
    public MemoryObjectStore(Executor executor, InstantSource clock) {
        this.executor = executor;
        this.clock = clock;
    }

    /** What goes wrong. */
    public MemoryFaults faults() {
        return faults;
    }

    /** The bytes of a visible object, as the store has them; for tests that damage them with {@link #replace}. */
    public byte[] bytes(String key) {
        return stored(key).bytes.clone();
    }

    /** Puts other bytes under the key of a visible object: what no caller of the port can do, but a disk can. */
    public void replace(String key, byte[] bytes) {
        objects.put(key, new Stored(bytes.clone(), stored(key).modifiedMs));
    }

    @Override
    public CompletableFuture<Upload> begin(String key) {
        KeyGrammar.check(key);
        return run(Operation.BEGIN, fault -> new MemoryUpload(key));
    }

    @Override
    public CompletableFuture<Long> size(String key) {
        KeyGrammar.check(key);
        return run(Operation.SIZE, fault -> (long) stored(key).bytes.length);
    }

    @Override
    public CompletableFuture<ByteBuf> read(String key, long position, int length) {
        KeyGrammar.check(key);
        return run(Operation.READ, fault -> {
            byte[] bytes = stored(key).bytes;
            if (fault == Fault.TRUNCATE || position + length > bytes.length) {
                throw new StoreException.Damaged(
                        "object " + key + " of " + bytes.length + " bytes gave less than " + length + " from "
                                + position,
                        null);
            }
            ByteBuf result = ByteBufAllocator.DEFAULT.buffer(length).writeBytes(bytes, (int) position, length);
            if (fault == Fault.FLIP_BIT) {
                flipBit(result);
            }
            return result;
        });
    }

    @Override
    public CompletableFuture<Void> delete(String key) {
        KeyGrammar.check(key);
        return run(Operation.DELETE, fault -> {
            objects.remove(key);
            return done();
        });
    }

    @Override
    public CompletableFuture<List<ObjectSummary>> list(String prefix, @Nullable String after, int limit) {
        KeyGrammar.checkPrefix(prefix);
        return run(Operation.LIST, fault -> (after == null || after.compareTo(prefix) < 0
                        ? objects.tailMap(prefix, true)
                        : objects.tailMap(after, false))
                .entrySet().stream()
                        .takeWhile(entry -> entry.getKey().startsWith(prefix))
                        .limit(limit)
                        .map(entry -> new ObjectSummary(
                                entry.getKey(), entry.getValue().bytes.length, entry.getValue().modifiedMs))
                        .toList());
    }

    @Override
    public String location() {
        return "memory:";
    }

    @Override
    public void close() {}

    private Stored stored(String key) {
        Stored stored = objects.get(key);
        if (stored == null) {
            throw new StoreException.NotFound("object " + key + " does not exist", null);
        }
        return stored;
    }

    private <T> CompletableFuture<T> run(Operation operation, Function<@Nullable Fault, T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Fault fault = faults.take(operation);
        Runnable call = () -> {
            T value;
            try {
                refuseIfTold(operation, fault);
                value = action.apply(fault);
                loseReplyIfTold(operation, fault, value);
            } catch (StoreException e) {
                result.completeExceptionally(e);
                return;
            }
            result.complete(value);
        };
        if (fault == Fault.HOLD) {
            faults.hold(call);
        } else {
            executor.execute(call);
        }
        return result;
    }

    private static void refuseIfTold(Operation operation, @Nullable Fault fault) {
        boolean hasBody = operation == Operation.READ || operation == Operation.WRITE;
        if (fault == Fault.UNAVAILABLE || (!hasBody && (fault == Fault.TRUNCATE || fault == Fault.FLIP_BIT))) {
            throw new StoreException.Unavailable(operation + " refused: slow down", null);
        }
    }

    private static void loseReplyIfTold(Operation operation, @Nullable Fault fault, Object value) {
        if (fault != Fault.LOSE_REPLY) {
            return;
        }
        if (value instanceof ByteBuf buffer) {
            buffer.release();
        }
        throw switch (operation) {
            case WRITE, COMPLETE, DELETE -> new StoreException.UnknownOutcome("reply of " + operation + " lost", null);
            case BEGIN, ABORT, SIZE, READ, LIST ->
                new StoreException.Unavailable("reply of " + operation + " lost", null);
        };
    }

    private static void flipBit(ByteBuf buffer) {
        int middle = buffer.readerIndex() + buffer.readableBytes() / 2;
        buffer.setByte(middle, buffer.getByte(middle) ^ 0x10);
    }

    /** What a call without a result gives. */
    @SuppressWarnings("NullAway") // Void has no other value
    private static Void done() {
        return null;
    }

    private static final class Stored {
        private final byte[] bytes;
        private final long modifiedMs;

        private Stored(byte[] bytes, long modifiedMs) {
            this.bytes = bytes;
            this.modifiedMs = modifiedMs;
        }
    }

    private final class MemoryUpload implements Upload {
        private final String key;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private MemoryUpload(String key) {
            this.key = key;
        }

        @Override
        public CompletableFuture<Void> write(ByteBuf part) {
            return run(Operation.WRITE, fault -> {
                        int length = fault == Fault.TRUNCATE ? part.readableBytes() / 2 : part.readableBytes();
                        ByteBuf copy = part.copy(part.readerIndex(), length);
                        if (fault == Fault.FLIP_BIT) {
                            flipBit(copy);
                        }
                        byte[] taken = new byte[length];
                        copy.readBytes(taken).release();
                        bytes.writeBytes(taken);
                        return done();
                    })
                    .whenComplete((nothing, failure) -> part.release());
        }

        @Override
        public CompletableFuture<Void> complete() {
            return run(Operation.COMPLETE, fault -> {
                if (objects.putIfAbsent(key, new Stored(bytes.toByteArray(), clock.millis())) != null) {
                    throw new StoreException.Conflict("object " + key + " exists already", null);
                }
                return done();
            });
        }

        @Override
        public CompletableFuture<Void> abort() {
            return run(Operation.ABORT, fault -> done());
        }
    }
}
