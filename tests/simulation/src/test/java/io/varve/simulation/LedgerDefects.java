/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import io.netty.buffer.ByteBuf;
import io.varve.log.LedgerEnd;
import io.varve.log.LedgerStore;
import io.varve.log.LedgerWriter;
import io.varve.protocol.error.StoreException;
import io.varve.simulation.broker.Wiring;
import io.varve.simulation.port.Machine;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Defects in what a broker does with ledgers. */
final class LedgerDefects {
    private LedgerDefects() {}

    /** Recovery ends ledgers where their writer last had an answer; it may fence, or not. */
    static final class KnownEnds implements Wiring {
        private final Map<Long, LedgerEnd> ends = new HashMap<>();
        private final boolean fences;

        KnownEnds(boolean fences) {
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
    static final class OneBookie implements Wiring {
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
    static final class UnknownTakenForDone implements Wiring {
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

    /** Whoever finds that its ledger was fenced clears it away. */
    static final class DeletingZombie implements Wiring {
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

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
