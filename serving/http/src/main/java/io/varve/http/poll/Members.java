/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.poll;

import io.varve.client.VarveClient;
import io.varve.client.record.Schema;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The members of groups that are kept here. Its monitor guards the table; nobody waits under it. */
public final class Members {
    private static final Logger LOG = LoggerFactory.getLogger(Members.class);

    /** Brokers push no more than this, and a batch of each partition, before the records are polled. */
    private static final int BUFFER_BYTES = 256 << 10;

    private final VarveClient client;
    private final Limits limits;
    private final Executor work;
    private final Map<MemberKey, CompletableFuture<Member>> kept = new HashMap<>();
    private final Map<String, Member> byId = new HashMap<>();

    /**
     * How many, and for how long.
     *
     * @param most at a time
     * @param idle after so long without a poll or commit a member leaves
     * @param sessionTimeout after so long the group gives its partitions to others when this process is gone
     */
    public record Limits(int most, Duration idle, Duration sessionTimeout) {}

    /**
     * None yet.
     *
     * @param work where records are decoded
     */
    public Members(VarveClient client, Limits limits, Executor work) {
        this.client = client;
        this.limits = limits;
        this.work = work;
    }

    /** How many there are. */
    public synchronized int size() {
        return kept.size();
    }

    /** The one that is kept for somebody, who joins now if there is none. */
    CompletableFuture<Member> keep(MemberKey key) {
        CompletableFuture<Member> joining = new CompletableFuture<>();
        synchronized (this) {
            CompletableFuture<Member> present = kept.get(key);
            if (present != null) {
                CompletableFuture<?> unused = present.thenAccept(Member::touch);
                return present;
            }
            if (kept.size() >= limits.most) {
                return CompletableFuture.failedFuture(new VarveException(
                        ErrorCode.BUSY, limits.most + " members of groups are kept here, which is the limit"));
            }
            kept.put(key, joining);
        }
        join(key, joining);
        return joining;
    }

    /** The one that is kept for somebody, if there is one. */
    synchronized Optional<Member> find(MemberKey key) {
        CompletableFuture<Member> present = kept.get(key);
        if (present == null || !present.isDone() || present.isCompletedExceptionally()) {
            return Optional.empty();
        }
        return Optional.of(present.join());
    }

    /** The one of this id. */
    synchronized Optional<Member> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Lets a member go whose poll failed: the next one starts anew. */
    void drop(Member member) {
        synchronized (this) {
            if (!byId.remove(member.id(), member)) {
                return;
            }
            kept.remove(member.key());
        }
        CompletableFuture<?> unused = leave(member, limits.sessionTimeout);
    }

    /** Lets go of those that nobody uses; to be called now and then. */
    public void sweep() {
        List<Member> idle = new ArrayList<>();
        synchronized (this) {
            for (Member member : List.copyOf(byId.values())) {
                if (member.retire(limits.idle.toNanos())) {
                    kept.remove(member.key());
                    byId.remove(member.id());
                    idle.add(member);
                }
            }
        }
        for (Member member : idle) {
            CompletableFuture<?> unused = leave(member, limits.sessionTimeout);
        }
    }

    /** All leave their groups. */
    public CompletableFuture<Void> close(Duration timeout) {
        List<Member> all;
        synchronized (this) {
            all = List.copyOf(byId.values());
            kept.clear();
            byId.clear();
        }
        return CompletableFuture.allOf(
                all.stream().map(member -> leave(member, timeout)).toArray(CompletableFuture<?>[]::new));
    }

    private void join(MemberKey key, CompletableFuture<Member> joining) {
        Member member = new Member(key, work);
        CompletableFuture<?> unused = client.newStreamConsumer(Schema.bytes())
                .group(key.group().shortName())
                .topics(key.topic().shortName())
                .listener(member)
                .sessionTimeout(limits.sessionTimeout)
                // Members that nobody uses are let go of here.
                .maxPollInterval(limits.idle.multipliedBy(2).plusMinutes(1))
                .bufferBytes(BUFFER_BYTES)
                .createAsync()
                .handle((consumer, failure) -> {
                    synchronized (this) {
                        if (failure == null) {
                            byId.put(consumer.memberId(), member.joined(consumer));
                        } else {
                            kept.remove(key, joining);
                        }
                    }
                    if (failure == null) {
                        joining.complete(member);
                    } else {
                        joining.completeExceptionally(failure);
                    }
                    return null;
                });
    }

    private static CompletableFuture<Void> leave(Member member, Duration timeout) {
        return member.leave(timeout).exceptionally(failure -> {
            LOG.info(
                    "a member didn't leave its group, which puts it out later group={}",
                    member.key().group(),
                    failure);
            return null;
        });
    }
}
