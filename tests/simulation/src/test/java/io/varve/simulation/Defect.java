/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.varve.log.LedgerEnd;
import io.varve.log.LedgerReader;
import io.varve.log.LedgerStore;
import io.varve.log.LedgerWriter;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.Entry;
import io.varve.log.record.EntryBuilder;
import io.varve.log.record.LogRecord;
import io.varve.log.record.RecordType;
import io.varve.objects.ObjectStore;
import io.varve.protocol.error.StoreException;
import io.varve.simulation.broker.Wiring;
import io.varve.simulation.port.Machine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Defects as a broker might have them, each made by wrapping one of its ports. */
enum Defect {
    SKIPS_THE_FENCE,
    ACKNOWLEDGES_AT_ONE_BOOKIE,
    REPLAYS_WITHOUT_RECOVERED_ENTRIES,
    DELETES_A_LEDGER_BEFORE_THE_COPY_IS_VERIFIED,
    ANSWERS_FROM_UNCONFIRMED_STATE,
    LOSES_A_GROUP_RECORD,
    ZOMBIE_DELETES;

    /** The broker's ports with this defect. */
    Wiring wiring() {
        return switch (this) {
            case SKIPS_THE_FENCE -> new KnownEnds(false);
            case REPLAYS_WITHOUT_RECOVERED_ENTRIES -> new KnownEnds(true);
            case ACKNOWLEDGES_AT_ONE_BOOKIE -> new OneBookie();
            case ANSWERS_FROM_UNCONFIRMED_STATE -> new UnknownTakenForDone();
            case LOSES_A_GROUP_RECORD -> new LostGroupRecords();
            case ZOMBIE_DELETES -> new DeletingZombie();
            case DELETES_A_LEDGER_BEFORE_THE_COPY_IS_VERIFIED -> new HastyDeletion();
        };
    }

    /** Recovery ends ledgers where their writer last had an answer; it may fence, or not. */
    private static final class KnownEnds implements Wiring {
        private final Map<Long, LedgerEnd> ends = new HashMap<>();
        private final boolean fences;

        private KnownEnds(boolean fences) {
            this.fences = fences;
        }

        @Override
        public LedgerStore ledgers(Machine machine, LedgerStore ledgers) {
            return new WrappedLedgers(ledgers) {
                @Override
                LedgerWriter wrap(LedgerWriter writer) {
                    return new WrappedWriter(writer) {
                        @Override
                        public CompletableFuture<Long> append(ByteBuf entry) {
                            int bytes = entry.readableBytes();
                            return super.append(entry).thenApply(id -> {
                                ends.merge(
                                        ledgerId(),
                                        new LedgerEnd(id, bytes),
                                        (before, now) -> new LedgerEnd(id, before.bytes() + bytes));
                                return id;
                            });
                        }
                    };
                }

                @Override
                public CompletableFuture<LedgerEnd> recover(long ledgerId, int claimEpoch) {
                    LedgerEnd end = ends.getOrDefault(ledgerId, new LedgerEnd(-1, 0));
                    return fences
                            ? super.recover(ledgerId, claimEpoch).thenApply(truth -> end)
                            : CompletableFuture.completedFuture(end);
                }
            };
        }
    }

    /** An entry is acknowledged as soon as one bookie has it, which may be gone when somebody recovers the ledger. */
    private static final class OneBookie implements Wiring {
        @Override
        public LedgerStore ledgers(Machine machine, LedgerStore ledgers) {
            return new WrappedLedgers(ledgers) {
                @Override
                LedgerWriter wrap(LedgerWriter writer) {
                    return new WrappedWriter(writer) {
                        private long next;
                        private @Nullable ByteBuf onOneBookie;

                        @Override
                        public CompletableFuture<Long> append(ByteBuf entry) {
                            send();
                            onOneBookie = entry;
                            return CompletableFuture.completedFuture(next++);
                        }

                        private void send() {
                            ByteBuf entry = onOneBookie;
                            onOneBookie = null;
                            if (entry != null) {
                                var unused = super.append(entry);
                            }
                        }

                        @Override
                        public CompletableFuture<LedgerEnd> close() {
                            send();
                            return super.close();
                        }
                    };
                }
            };
        }
    }

    /** No answer to an append is good news. */
    private static final class UnknownTakenForDone implements Wiring {
        @Override
        public LedgerStore ledgers(Machine machine, LedgerStore ledgers) {
            return new WrappedLedgers(ledgers) {
                @Override
                LedgerWriter wrap(LedgerWriter writer) {
                    return new WrappedWriter(writer) {
                        private long next;

                        @Override
                        public CompletableFuture<Long> append(ByteBuf entry) {
                            long id = next++;
                            return super.append(entry).exceptionally(failure -> {
                                if (cause(failure) instanceof StoreException.UnknownOutcome) {
                                    return id;
                                }
                                throw new CompletionException(cause(failure));
                            });
                        }
                    };
                }
            };
        }
    }

    /** Commits of groups never reach the log. */
    private static final class LostGroupRecords implements Wiring {
        @Override
        public LedgerStore ledgers(Machine machine, LedgerStore ledgers) {
            return new WrappedLedgers(ledgers) {
                @Override
                LedgerWriter wrap(LedgerWriter writer) {
                    return new WrappedWriter(writer) {
                        @Override
                        public CompletableFuture<Long> append(ByteBuf entry) {
                            return super.append(without(RecordType.GROUP_COMMIT, entry));
                        }
                    };
                }
            };
        }

        private static ByteBuf without(RecordType lost, ByteBuf bytes) {
            Entry entry = Entry.decode(0, 0, bytes);
            try (EntryBuilder builder = new EntryBuilder(new UnpooledByteBufAllocator(false, true))) {
                for (LogRecord record : entry) {
                    if (record.type() == RecordType.BATCH) {
                        builder.appendBatch(BatchRecord.decode(record), record.flags(), BatchRecord.batch(record));
                    } else if (record.type() == lost) {
                        builder.append(RecordType.NOOP, 0, Unpooled.EMPTY_BUFFER);
                    } else {
                        builder.append(record.type(), record.flags(), record.body());
                    }
                }
                return builder.finish(entry.header()).bytes();
            } finally {
                entry.release();
            }
        }
    }

    /** Whoever finds that its ledger was fenced clears it away. */
    private static final class DeletingZombie implements Wiring {
        @Override
        public LedgerStore ledgers(Machine machine, LedgerStore ledgers) {
            return new WrappedLedgers(ledgers) {
                @Override
                LedgerWriter wrap(LedgerWriter writer) {
                    return new WrappedWriter(writer) {
                        @Override
                        public CompletableFuture<Long> append(ByteBuf entry) {
                            return super.append(entry).whenComplete((id, failure) -> {
                                if (failure != null && cause(failure) instanceof StoreException.Fenced) {
                                    var unused = store.delete(ledgerId());
                                }
                            });
                        }
                    };
                }
            };
        }
    }

    /** A ledger goes as soon as its copy was written. */
    private static final class HastyDeletion implements Wiring {
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
            return new WrappedObjects(objects, () -> {
                Long ledgerId = copied.get(machine);
                LedgerStore store = stores.get(machine);
                if (ledgerId != null && store != null) {
                    var unused = store.delete(ledgerId);
                }
            });
        }
    }

    private record WrappedObjects(ObjectStore store, Runnable completed) implements ObjectStore {
        @Override
        public CompletableFuture<Upload> begin(String key) {
            return store.begin(key).thenApply(upload -> new Upload() {
                @Override
                public CompletableFuture<Void> write(ByteBuf part) {
                    return upload.write(part);
                }

                @Override
                public CompletableFuture<Void> complete() {
                    return upload.complete().thenRun(completed);
                }

                @Override
                public CompletableFuture<Void> abort() {
                    return upload.abort();
                }
            });
        }

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

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
