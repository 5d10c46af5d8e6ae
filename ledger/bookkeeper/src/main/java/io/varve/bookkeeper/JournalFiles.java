/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.io.File;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.bookkeeper.bookie.BookieFileChannel;
import org.apache.bookkeeper.bookie.FileChannelProvider;
import org.apache.bookkeeper.conf.ServerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Opens the files of a bookie's journal; a new one gets blocks of zeros that are on disk already, if {@link SpareJournal} has some
 * ready. Writing over them changes nothing that the file system keeps in its own journal, so that forcing an entry to disk
 * doesn't wait for all else that the file system has to do, such as the ledgers' files of three bookies.
 *
 * <p>BookKeeper makes one of them for each journal, by the name of the class.
 */
public final class JournalFiles implements FileChannelProvider {
    private static final long BYTES_PER_MB = 1 << 20;

    /** A bookie has one journal, and reads its old files through the same object before it writes. */
    private @Nullable SpareJournal spare;

    @Override
    public synchronized BookieFileChannel open(File file, ServerConfiguration options) throws IOException {
        if (spare == null) {
            Path directory =
                    Objects.requireNonNull(file.getAbsoluteFile().toPath().getParent());
            // What a file grows by is written at its end as soon as it is reached: one such step more than the journal
            // has.
            long bytes = (options.getMaxJournalSizeMB() + options.getJournalPreAllocSizeMB()) * BYTES_PER_MB;
            spare = new SpareJournal(directory, bytes);
            spare.start();
        }
        return new JournalFile(file, spare);
    }

    @Override
    public void close(BookieFileChannel channel) throws IOException {
        channel.close();
    }

    @Override
    public synchronized void close() {
        if (spare != null) {
            spare.close();
        }
    }

    private static final class JournalFile implements BookieFileChannel {
        private final File file;
        private final SpareJournal spare;
        private @Nullable RandomAccessFile opened;
        private boolean isNew;

        JournalFile(File file, SpareJournal spare) {
            this.file = file;
            this.spare = spare;
        }

        /** BookKeeper asks before it creates a file, or opens one to read it. */
        @Override
        public synchronized boolean fileExists(File asked) {
            isNew = !asked.exists();
            return !isNew;
        }

        @Override
        public synchronized FileChannel getFileChannel() throws IOException {
            if (opened == null) {
                if (isNew) {
                    spare.moveTo(file.toPath());
                }
                opened = new RandomAccessFile(file, "rw");
                if (isNew) {
                    spare.follow(opened.getChannel());
                }
            }
            return opened.getChannel();
        }

        @Override
        public synchronized FileDescriptor getFD() throws IOException {
            if (opened == null) {
                throw new IOException(file + " isn't open");
            }
            return opened.getFD();
        }

        @Override
        public synchronized void close() throws IOException {
            if (opened != null) {
                opened.close();
            }
        }
    }
}
