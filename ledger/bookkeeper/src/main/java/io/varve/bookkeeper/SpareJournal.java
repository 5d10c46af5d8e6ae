/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of zeros for the journal to go on in, written beside the present one and forced to disk, a little at a time. Where the
 * journal is written faster than that it goes on in files that grow: there each force has many entries, and the disk has better
 * things to write than zeros.
 *
 * <p>A journal's reader stops at the first length of 0, which is why these have to be zeros, and not an old journal.
 */
final class SpareJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpareJournal.class);

    /** BookKeeper's files end in {@code .txn}; it takes no notice of others. */
    private static final String NAME = "spare";

    private static final String UNFINISHED = "spare.unfinished";
    private static final int STEP_BYTES = 1 << 20;
    /**
     * A page: what is written at once the kernel may keep in memory as one large piece, and look through all of it each time when
     * the journal writes a little of it.
     */
    private static final int WRITE_BYTES = 4 << 10;

    private static final long STEP_MILLIS = 100;
    /** A bookie that has nothing to do doesn't begin one. */
    private static final long BEGIN_BYTES = 4 << 20;

    private static final long CLOSE_SECONDS = 5;

    private final Path directory;
    private final long bytes;
    private final ScheduledExecutorService steps;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(WRITE_BYTES);
    private final AtomicReference<@Nullable Path> ready = new AtomicReference<>();
    private volatile @Nullable FileChannel journal;
    // Below: of the thread that takes steps.
    private @Nullable FileChannel unfinished;
    private long lastPosition;
    private boolean isGivenUp;

    /**
     * Makes them in a journal's directory.
     *
     * @param bytes of each
     */
    SpareJournal(Path directory, long bytes) {
        this.directory = directory;
        this.bytes = bytes;
        this.steps = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "varve-spare-journal");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Takes its steps from now on, until it is closed. */
    void start() throws IOException {
        // Of a bookie that was killed.
        Files.deleteIfExists(directory.resolve(UNFINISHED));
        Files.deleteIfExists(directory.resolve(NAME));
        var unused = steps.scheduleWithFixedDelay(this::step, STEP_MILLIS, STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Puts a spare file in the place of a new, empty one, if there is one; it has its new name on disk when this returns.
     *
     * @return whether there was one
     */
    boolean moveTo(Path file) throws IOException {
        Path spare = ready.getAndSet(null);
        if (spare == null) {
            return false;
        }
        try {
            Files.move(spare, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // All or nothing: the new one is still there, and still empty.
            LOG.warn("the spare journal is lost: answers may take longer file={}", spare, e);
            return false;
        }
        // A force of the file alone needn't keep its name, without which its entries are lost.
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
        return true;
    }

    /** The journal is written here from now on. */
    void follow(FileChannel present) {
        journal = present;
    }

    /** Looks how fast the journal is written, and writes a little of the next file if that is slow. */
    void step() {
        FileChannel present = journal;
        if (present == null || isGivenUp || ready.get() != null) {
            return;
        }
        try {
            long position = present.position();
            long written = position - lastPosition;
            lastPosition = position;
            // Less than nothing: it goes on in the next file.
            boolean isSlow = written >= 0 && written <= STEP_BYTES;
            if (unfinished != null ? isSlow : isSlow && position >= BEGIN_BYTES) {
                write();
            }
        } catch (ClosedChannelException e) {
            LOG.trace("the journal is between two files directory={}", directory, e);
        } catch (IOException | RuntimeException e) {
            isGivenUp = true;
            LOG.warn("no more spare journals until the next start: answers may take longer directory={}", directory, e);
            discard();
        }
    }

    private void write() throws IOException {
        FileChannel file = unfinished;
        if (file == null) {
            file = FileChannel.open(
                    directory.resolve(UNFINISHED),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            unfinished = file;
        }
        long end = Math.min(file.position() + STEP_BYTES, bytes);
        while (file.position() < end) {
            file.write(zeros.clear().limit((int) Math.min(WRITE_BYTES, end - file.position())));
        }
        // Each time, as all at once would keep the journal's own forces waiting.
        file.force(true);
        if (file.position() >= bytes) {
            file.close();
            unfinished = null;
            Path spare = directory.resolve(NAME);
            Files.move(directory.resolve(UNFINISHED), spare, StandardCopyOption.ATOMIC_MOVE);
            ready.set(spare);
        }
    }

    private void discard() {
        try {
            if (unfinished != null) {
                unfinished.close();
                unfinished = null;
            }
            Files.deleteIfExists(directory.resolve(UNFINISHED));
            // One that is gone from here may be on its way to become the journal.
            Path spare = ready.getAndSet(null);
            if (spare != null) {
                Files.delete(spare);
            }
        } catch (IOException e) {
            LOG.warn("a spare journal is left behind directory={}", directory, e);
        }
    }

    /** Ends it, after the step that it takes; what it made is deleted. */
    @Override
    public void close() {
        if (steps.isShutdown()) {
            return;
        }
        steps.execute(() -> {
            isGivenUp = true;
            discard();
        });
        steps.shutdown();
        try {
            if (!steps.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a spare journal's last step takes long directory={}", directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
