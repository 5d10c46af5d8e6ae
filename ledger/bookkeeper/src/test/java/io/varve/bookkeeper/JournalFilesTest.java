/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static io.varve.log.TestLedgers.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.bookkeeper.bookie.Journal;
import org.apache.bookkeeper.bookie.LedgerDirsManager;
import org.apache.bookkeeper.conf.ServerConfiguration;
import org.apache.bookkeeper.util.DiskChecker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With BookKeeper's own journal, of small files. */
class JournalFilesTest {
    private static final int ENTRY_BYTES = 100_000;
    private static final long LEDGER = 7;

    @TempDir
    private Path directory;

    @Test
    void entriesInAFileThatWasZerosAreReadBack() throws Exception {
        ServerConfiguration options = options();
        Journal journal = journal(options);
        journal.start();
        long written = 0;
        // Two thirds of a file, then wait for the next one, which is gone into with the rest.
        for (; written < 60; written++) {
            add(journal, written);
        }
        awaitTrue(() -> Files.exists(directory.resolve("spare")));
        for (; written < 100; written++) {
            add(journal, written);
        }
        List<Long> files = Journal.listJournalIds(directory.toFile(), null);
        Path last = directory.resolve(Long.toHexString(files.get(files.size() - 1)) + ".txn");
        // A file that grows isn't longer than what is in it, but for the next step of 1 MiB.
        assertThat(last).hasSize(9 << 20);
        journal.shutdown();

        Journal again = journal(options);
        List<Long> found = new ArrayList<>();
        for (long file : files) {
            again.scanJournal(
                    file,
                    0,
                    (version, offset, entry) -> {
                        assertThat(entry.getLong()).isEqualTo(LEDGER);
                        found.add(entry.getLong());
                    },
                    false);
        }

        assertThat(found)
                .containsExactlyElementsOf(LongStream.range(0, written).boxed().toList());
    }

    private static void add(Journal journal, long entry) throws Exception {
        ByteBuf bytes =
                Unpooled.buffer(ENTRY_BYTES).writeLong(LEDGER).writeLong(entry).writeZero(ENTRY_BYTES - 16);
        CompletableFuture<Integer> done = new CompletableFuture<>();
        journal.logAddEntry(bytes, false, (code, ledger, id, bookie, context) -> done.complete(code), null);
        assertThat(done.get(30, TimeUnit.SECONDS)).isZero();
        bytes.release();
    }

    private Journal journal(ServerConfiguration options) throws IOException {
        return new Journal(
                0,
                directory.toFile(),
                options,
                new LedgerDirsManager(options, options.getLedgerDirs(), new DiskChecker(0.99f, 0.98f)));
    }

    private ServerConfiguration options() {
        ServerConfiguration options = new ServerConfiguration();
        options.setJournalChannelProvider(JournalFiles.class.getName());
        options.setJournalDirName(directory.toString());
        options.setLedgerDirNames(new String[] {directory.toString()});
        options.setMaxJournalSizeMB(8);
        options.setProperty("journalPreAllocSizeMB", 1);
        options.setJournalFlushWhenQueueEmpty(true);
        return options;
    }
}
