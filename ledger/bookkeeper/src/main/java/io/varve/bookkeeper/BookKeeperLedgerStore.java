/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.EventLoopGroup;
import io.varve.log.CopyHolders;
import io.varve.log.LatencyHistogram;
import io.varve.log.LedgerEnd;
import io.varve.log.LedgerReader;
import io.varve.log.LedgerSpec;
import io.varve.log.LedgerStore;
import io.varve.log.LedgerWriter;
import io.varve.log.UnsentBytes;
import io.varve.protocol.error.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.bookkeeper.client.BookKeeper;
import org.apache.bookkeeper.client.api.BKException;
import org.apache.bookkeeper.client.api.BKException.Code;
import org.apache.bookkeeper.client.api.DigestType;
import org.apache.bookkeeper.client.api.LedgerMetadata;
import org.apache.bookkeeper.client.api.ReadHandle;
import org.apache.bookkeeper.meta.LedgerManager;
import org.apache.bookkeeper.versioning.Versioned;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ledgers on bookies. */
public final class BookKeeperLedgerStore implements LedgerStore {
    private static final Logger LOG = LoggerFactory.getLogger(BookKeeperLedgerStore.class);

    /** Keeps other programs' tools from writing by mistake. It isn't a secret; who may connect is for the network to say. */
    private static final byte[] PASSWORD = "varve".getBytes(UTF_8);

    private static final long LIST_STEP_TIMEOUT_MS = 30_000;

    private final BookKeeper client;
    private final BookieHealth health;
    private final UnsentBytes unsent;
    private final ClientBuffers buffers;
    private final RepairBacklog backlog =
            new RepairBacklog(this::readBacklog, onThread("varve-repair-backlog"), System::nanoTime);

    private BookKeeperLedgerStore(BookKeeper client, BookieHealth health, UnsentBytes unsent, ClientBuffers buffers) {
        this.client = client;
        this.health = health;
        this.unsent = unsent;
        this.buffers = buffers;
    }

    /**
     * Connects, with I/O threads of its own. Blocks until the list of bookies is known; {@code Unavailable} when ZooKeeper can't
     * be reached, or no bookie was ever started.
     */
    public static BookKeeperLedgerStore open(BookKeeperConfig config) {
        return open(config, null);
    }

    /** As {@link #open(BookKeeperConfig)}, on the caller's event loops, which outlive the store. */
    public static BookKeeperLedgerStore open(BookKeeperConfig config, @Nullable EventLoopGroup loops) {
        LedgersRoot.require(config);
        BookieHealth health = new BookieHealth();
        UnsentBytes unsent = new UnsentBytes();
        ClientBuffers buffers = new ClientBuffers(unsent);
        BookKeeper client;
        try {
            client = BookKeeper.forConfig(ClientOptions.from(config))
                    .eventLoopGroup(loops)
                    .allocator(buffers)
                    .statsLogger(health.stats())
                    .build();
        } catch (BKException | IOException e) {
            throw new StoreException.Unavailable("no ledgers at " + config.metadataUri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("interrupted while connecting to " + config.metadataUri(), e);
        }
        BookKeeperLedgerStore store = new BookKeeperLedgerStore(client, health, unsent, buffers);
        SlowBookies slow = new SlowBookies(client.getClientCtx(), unsent);
        try {
            health.follow(client.getMetadataClientDriver().getRegistrationClient(), slow::suspect);
            return store;
        } catch (StoreException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public CompletableFuture<LedgerWriter> create(LedgerSpec spec) {
        CompletableFuture<LedgerWriter> created = client.newCreateLedgerOp()
                .withEnsembleSize(spec.quorum().ensemble())
                .withWriteQuorumSize(spec.quorum().write())
                .withAckQuorumSize(spec.quorum().ack())
                .withDigestType(DigestType.CRC32C)
                .withPassword(PASSWORD)
                .withCustomMetadata(LedgerLabels.of(spec))
                .execute()
                .thenApply(handle -> new BookKeeperWriter(this, handle, spec.quorum()));
        return Failures.translate(
                created, failure -> Failures.change("creation of a ledger of " + spec.quorum(), failure));
    }

    @Override
    public CompletableFuture<LedgerReader> open(long ledgerId) {
        CompletableFuture<LedgerReader> opened = openHandle(ledgerId, false)
                .thenApply(handle -> new BookKeeperReader(this, handle, () -> close(handle)));
        return Failures.translate(opened, failure -> Failures.repeatable("opening of ledger " + ledgerId, failure));
    }

    @Override
    public CompletableFuture<LedgerEnd> recover(long ledgerId, int claimEpoch) {
        CompletableFuture<LedgerEnd> recovered = metadata(ledgerId).thenCompose(metadata -> {
            int epoch = LedgerLabels.epoch(ledgerId, metadata.getCustomMetadata());
            if (claimEpoch < epoch) {
                throw new StoreException.Conflict(
                        "ledger " + ledgerId + " is of epoch " + epoch + ", too new for a claim of epoch " + claimEpoch,
                        null);
            }
            return end(metadata).map(CompletableFuture::completedFuture).orElseGet(() -> recover(ledgerId));
        });
        return Failures.translate(recovered, failure -> Failures.repeatable("recovery of ledger " + ledgerId, failure));
    }

    /** The end is asked for after the future completed: the old writer may have closed the ledger while recovery ran. */
    private CompletableFuture<LedgerEnd> recover(long ledgerId) {
        return openHandle(ledgerId, true).thenApply(handle -> {
            LedgerEnd end = new LedgerEnd(handle.getLastAddConfirmed(), handle.getLength());
            close(handle);
            return end;
        });
    }

    private CompletableFuture<ReadHandle> openHandle(long ledgerId, boolean recovery) {
        return client.newOpenLedgerOp()
                .withLedgerId(ledgerId)
                .withRecovery(recovery)
                .withDigestType(DigestType.CRC32C)
                .withPassword(PASSWORD)
                .execute();
    }

    @Override
    public CompletableFuture<Void> delete(long ledgerId) {
        CompletableFuture<Void> deleted = client.newDeleteLedgerOp()
                .withLedgerId(ledgerId)
                .execute()
                .exceptionallyCompose(
                        failure -> Failures.code(failure) == Code.NoSuchLedgerExistsOnMetadataServerException
                                ? CompletableFuture.completedFuture(null)
                                : CompletableFuture.failedFuture(failure));
        return Failures.translate(deleted, failure -> Failures.change("deletion of ledger " + ledgerId, failure));
    }

    /** On a thread of its own, since BookKeeper walks its tree in ZooKeeper by blocking calls, and this is asked for rarely. */
    @Override
    public CompletableFuture<List<Long>> list() {
        CompletableFuture<List<Long>> listed =
                CompletableFuture.supplyAsync(this::walk, onThread("varve-list-ledgers"));
        return Failures.translate(listed, failure -> Failures.repeatable("list of ledgers", failure));
    }

    private static Executor onThread(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.start();
        };
    }

    private List<Long> walk() {
        List<Long> found = new ArrayList<>();
        try {
            LedgerManager.LedgerRangeIterator ranges = client.getLedgerManager().getLedgerRanges(LIST_STEP_TIMEOUT_MS);
            while (ranges.hasNext()) {
                found.addAll(ranges.next().getLedgers());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @Override
    public CompletableFuture<Integer> writableBookies() {
        return CompletableFuture.completedFuture(health.writable());
    }

    @Override
    public CompletableFuture<CopyHolders> copyHolders() {
        CompletableFuture<CopyHolders> counted = client.getMetadataClientDriver()
                .getRegistrationClient()
                .getAllBookies()
                .thenCombine(
                        backlog.count(),
                        (all, lacking) -> new CopyHolders(
                                health.writable(), all.getValue().size(), lacking));
        return Failures.translate(counted, failure -> Failures.repeatable("count of bookies", failure));
    }

    private OptionalLong readBacklog() {
        return RepairBacklog.read(client.getMetadataClientDriver());
    }

    @Override
    public Map<String, LatencyHistogram> copyLatencies() {
        return health.latencies();
    }

    @Override
    public UnsentBytes unsent() {
        return unsent;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (BKException e) {
            LOG.warn("ledger store closed with an error", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    BookieHealth health() {
        return health;
    }

    ClientBuffers buffers() {
        return buffers;
    }

    /** Fails with BookKeeper's own exceptions. */
    CompletableFuture<LedgerMetadata> metadata(long ledgerId) {
        return client.getLedgerManager().readLedgerMetadata(ledgerId).thenApply(Versioned::getValue);
    }

    /** The end that stands in a ledger's metadata; empty as long as it has none. */
    static Optional<LedgerEnd> end(LedgerMetadata metadata) {
        return metadata.isClosed()
                ? Optional.of(new LedgerEnd(metadata.getLastEntryId(), metadata.getLength()))
                : Optional.empty();
    }

    /** Of a handle for reading this only stops listening, so there is nothing to wait for. */
    private static void close(ReadHandle handle) {
        var unused = handle.closeAsync().whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("close of ledger={} failed", handle.getId(), failure);
            }
        });
    }
}
