/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.poll;

import io.varve.client.consumer.RebalanceListener;
import io.varve.client.consumer.StreamConsumer;
import io.varve.client.reader.PollLimit;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a group that is kept for a caller, who has no connection of its own to it. One of its polls waits at a time: a
 * newer one ends the older, which is most likely one whose caller has gone.
 *
 * <p>What a caller was given counts for nothing until it is committed: a poll that doesn't name the member begins after the last
 * commit, so that a caller who lost an answer, or all it knew, gets everything again. A poll that names the member goes on after
 * what the member was given. What couldn't be sent to its caller is given to the next poll.
 *
 * <p>Its monitor guards its state; nobody waits under it.
 */
final class Member implements RebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Member.class);

    /** For a poll that is over anyway to end by itself. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final MemberKey key;
    private final Executor work;
    private final Deliveries deliveries = new Deliveries();
    private @Nullable StreamConsumer<byte[]> consumer;
    private @Nullable Waiter waiter;
    private boolean isPolling;
    private boolean isRetired;
    private long usedNanos = System.nanoTime();

    /**
     * Not a member of anything yet.
     *
     * @param work where records are decoded
     */
    Member(MemberKey key, Executor work) {
        this.key = key;
        this.work = work;
    }

    /** It has joined. To be called once, before any poll. */
    synchronized Member joined(StreamConsumer<byte[]> joined) {
        consumer = joined;
        return this;
    }

    MemberKey key() {
        return key;
    }

    /** Its id in the group. */
    String id() {
        return consumer().memberId();
    }

    /** Fences its commits; 0 before it was assigned anything. */
    long epoch() {
        return consumer().memberEpoch();
    }

    /** It is wanted still. */
    synchronized void touch() {
        usedNanos = System.nanoTime();
    }

    /** Ends it if nobody wanted it for so long; whether it did, so that it takes no polls any more. */
    synchronized boolean retire(long idleNanos) {
        if (waiter == null && System.nanoTime() - usedNanos >= idleNanos) {
            isRetired = true;
        }
        return isRetired;
    }

    /**
     * Records, as soon as there is one; none when the wait is over.
     *
     * @param again whether to begin after the last commit instead of after what was given
     */
    CompletableFuture<Polled> poll(PollLimit limit, Duration wait, boolean again) {
        CompletableFuture<Polled> answer = new CompletableFuture<>();
        Waiter mine = new Waiter(limit, System.nanoTime() + wait.toNanos(), answer);
        Waiter older;
        boolean starts;
        synchronized (this) {
            if (isRetired) {
                return CompletableFuture.failedFuture(unknown(id()));
            }
            usedNanos = System.nanoTime();
            older = waiter;
            waiter = mine;
            if (again) {
                seekBack(deliveries.uncommitted());
            }
            starts = !isPolling;
            isPolling = true;
        }
        if (older != null) {
            older.answer().complete(polled(List.of()));
        }
        if (starts) {
            pollNow();
        }
        // The poll of the group may have been begun for one who waits longer.
        return answer.completeOnTimeout(polled(List.of()), mine.leftNanos() + GRACE_NANOS, TimeUnit.NANOSECONDS);
    }

    /** Commits what is done, all partitions or none. */
    CompletableFuture<Void> commit(Map<TopicPartition, Long> offsets, OptionalLong memberEpoch) {
        synchronized (this) {
            if (isRetired) {
                return CompletableFuture.failedFuture(unknown(id()));
            }
            usedNanos = System.nanoTime();
            long present = consumer().memberEpoch();
            if (memberEpoch.isPresent() && memberEpoch.getAsLong() != present) {
                return CompletableFuture.failedFuture(new VarveException(
                        ErrorCode.STALE_MEMBER_EPOCH,
                        "memberEpoch is " + memberEpoch.getAsLong() + "; that of member " + id() + " is " + present));
            }
            deliveries.check(offsets);
        }
        return consumer().commitAsync(offsets).thenRun(() -> {
            synchronized (this) {
                deliveries.committed(offsets);
                seekForward(offsets);
            }
        });
    }

    /** These were given in an answer that couldn't be sent; the next poll gets them. */
    synchronized void lost(List<ReceivedRecord<byte[]>> records) {
        seekBack(firstOffsets(records));
    }

    /** Leaves the group; who waits is answered with nothing. */
    CompletableFuture<Void> leave(Duration timeout) {
        Waiter last;
        synchronized (this) {
            isRetired = true;
            last = waiter;
            waiter = null;
        }
        if (last != null) {
            last.answer().complete(polled(List.of()));
        }
        return consumer().closeAsync(timeout);
    }

    @Override
    public synchronized void onRevoked(Collection<TopicPartition> partitions) {
        deliveries.forget(partitions);
    }

    @Override
    public synchronized void onLost(Collection<TopicPartition> partitions) {
        deliveries.forget(partitions);
    }

    /** Why there is no member of this id. */
    static VarveException unknown(String id) {
        return new VarveException(
                ErrorCode.UNKNOWN_MEMBER,
                "member " + id + " is not kept here: it left, was put out, or polls elsewhere; poll without `member`,"
                        + " and what was not committed comes again");
    }

    private void pollNow() {
        Waiter present;
        synchronized (this) {
            present = waiter;
            if (present == null) {
                isPolling = false;
                return;
            }
        }
        CompletableFuture<List<ReceivedRecord<byte[]>>> taken;
        try {
            taken = consumer().pollAsync(Duration.ofNanos(present.leftNanos()), present.limit());
        } catch (RuntimeException e) {
            taken = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<?> unused = taken.handleAsync(
                (records, failure) -> {
                    polled(records, failure);
                    return null;
                },
                work);
    }

    private void polled(@Nullable List<ReceivedRecord<byte[]>> taken, @Nullable Throwable failure) {
        Waiter served;
        List<ReceivedRecord<byte[]>> given = List.of();
        synchronized (this) {
            served = waiter;
            List<ReceivedRecord<byte[]>> records = taken == null ? List.of() : present(taken);
            if (served == null || served.answer().isDone()) {
                seekBack(firstOffsets(records));
                waiter = null;
                isPolling = false;
                return;
            }
            if (failure == null && records.isEmpty() && served.leftNanos() > 0) {
                work.execute(this::pollNow);
                return;
            }
            given = cut(records, served.limit());
            deliveries.gave(given);
            waiter = null;
            isPolling = false;
        }
        boolean isAnswered = failure == null
                ? served.answer().complete(polled(given))
                : served.answer().completeExceptionally(failure);
        if (!isAnswered) {
            lost(given);
        }
    }

    /** What still stands: of partitions that were sought in or let go of since, the consumer gives the right ones later. */
    private List<ReceivedRecord<byte[]>> present(List<ReceivedRecord<byte[]>> taken) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        taken.forEach(record -> ends.put(record.source(), record.offset() + 1));
        ends.entrySet().removeIf(end -> {
            OptionalLong position = consumer().position(end.getKey());
            return position.isEmpty() || position.getAsLong() != end.getValue();
        });
        return taken.stream()
                .filter(record -> ends.containsKey(record.source()))
                .toList();
    }

    /** What the limit allows; the rest comes with the next poll. It is another poll's than the one that asked for them. */
    private List<ReceivedRecord<byte[]>> cut(List<ReceivedRecord<byte[]>> records, PollLimit limit) {
        if (records.size() <= limit.records()) {
            return records;
        }
        seekBack(firstOffsets(records.subList(limit.records(), records.size())));
        return new ArrayList<>(records.subList(0, limit.records()));
    }

    private void seekBack(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            OptionalLong position = consumer().position(partition);
            if (position.isPresent() && position.getAsLong() > offset) {
                seek(partition, offset);
            }
        });
    }

    /** A caller may have begun again and commit what it was given before that: what is committed doesn't come again. */
    private void seekForward(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            OptionalLong position = consumer().position(partition);
            if (position.isPresent() && position.getAsLong() < offset) {
                seek(partition, offset);
            }
        });
    }

    private void seek(TopicPartition partition, long offset) {
        try {
            consumer().seek(partition, offset);
        } catch (VarveException e) {
            LOG.debug("a partition was let go of, whoever has it gives its records again", e);
        }
    }

    private static Map<TopicPartition, Long> firstOffsets(List<ReceivedRecord<byte[]>> records) {
        Map<TopicPartition, Long> first = new HashMap<>();
        records.forEach(record -> first.putIfAbsent(record.source(), record.offset()));
        return first;
    }

    private Polled polled(List<ReceivedRecord<byte[]>> records) {
        return new Polled(records, id(), epoch());
    }

    private synchronized StreamConsumer<byte[]> consumer() {
        if (consumer == null) {
            throw new IllegalStateException("the member has not joined its group yet");
        }
        return consumer;
    }
}
