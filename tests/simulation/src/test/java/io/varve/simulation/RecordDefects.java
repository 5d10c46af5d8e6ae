/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.varve.log.LedgerStore;
import io.varve.log.LedgerWriter;
import io.varve.log.record.BatchRecord;
import io.varve.log.record.Entry;
import io.varve.log.record.EntryBuilder;
import io.varve.log.record.LogRecord;
import io.varve.log.record.RecordType;
import io.varve.log.record.SectionKey;
import io.varve.log.record.SnapshotSection;
import io.varve.simulation.broker.Wiring;
import io.varve.simulation.port.Machine;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Defects in what a broker writes into its log. */
final class RecordDefects {
    private RecordDefects() {}

    /** Writes other records than those that the owner applied to its own state. */
    private abstract static class ChangedRecords implements Wiring {
        /** Appends what is written instead of a record, which isn't a batch: one record. */
        abstract void write(LogRecord record, EntryBuilder builder);

        @Override
        public LedgerStore ledgers(Machine machine, LedgerStore ledgers) {
            return new WrappedLedgers(ledgers) {
                @Override
                LedgerWriter wrap(LedgerWriter writer) {
                    return new WrappedWriter(writer) {
                        @Override
                        public CompletableFuture<Long> append(ByteBuf entry) {
                            return super.append(changed(entry));
                        }
                    };
                }
            };
        }

        private ByteBuf changed(ByteBuf bytes) {
            Entry entry = Entry.decode(0, 0, bytes);
            try (EntryBuilder builder = new EntryBuilder(new UnpooledByteBufAllocator(false, true))) {
                for (LogRecord record : entry) {
                    if (record.type() == RecordType.BATCH) {
                        builder.appendBatch(BatchRecord.decode(record), record.flags(), BatchRecord.batch(record));
                    } else {
                        write(record, builder);
                    }
                }
                return builder.finish(entry.header()).bytes();
            } finally {
                entry.release();
            }
        }
    }

    /** Commits of groups never reach the log. */
    static final class LostCommits extends ChangedRecords {
        @Override
        void write(LogRecord record, EntryBuilder builder) {
            if (record.type() == RecordType.GROUP_COMMIT) {
                builder.append(RecordType.NOOP, 0, Unpooled.EMPTY_BUFFER);
            } else {
                builder.append(record.type(), record.flags(), record.body());
            }
        }
    }

    /** Snapshots hold each section as it was when it was first written. */
    static final class StaleImages extends ChangedRecords {
        private final Map<SectionKey, ByteBuf> images = new HashMap<>();

        @Override
        void write(LogRecord record, EntryBuilder builder) {
            if (record.type() != RecordType.SNAPSHOT_SECTION) {
                builder.append(record.type(), record.flags(), record.body());
                return;
            }
            SnapshotSection section = SnapshotSection.decode(record.body().duplicate());
            ByteBuf image = images.computeIfAbsent(section.key(), key -> Unpooled.copiedBuffer(section.image()));
            ByteBuf body = Unpooled.buffer();
            new SnapshotSection(section.key(), section.version(), section.part(), section.parts(), image).encode(body);
            builder.append(record.type(), record.flags(), body);
            body.release();
        }
    }
}
