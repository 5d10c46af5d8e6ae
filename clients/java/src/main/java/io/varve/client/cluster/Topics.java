/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.cluster;

import io.varve.client.transport.Address;
import io.varve.client.transport.CallException;
import io.varve.client.transport.Completion;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.name.TopicName;
import io.varve.protocol.wire.GetTopic;
import io.varve.protocol.wire.TopicInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The topics that this client works with, looked up once and again after a sign that the view is out of date. Bounded by the
 * topics that the application names. May be used from any thread.
 */
public final class Topics {
    private final Calls calls;
    private final Route anyBroker;
    private final Duration timeout;
    private final Map<String, CompletableFuture<TopicView>> views = new ConcurrentHashMap<>();

    Topics(Calls calls, Route anyBroker, Duration timeout) {
        this.calls = calls;
        this.anyBroker = anyBroker;
        this.timeout = timeout;
    }

    /** The topic as it was last seen, or asked for now with one attempt; fails with a {@link CallException}. */
    public CompletableFuture<TopicView> view(TopicName topic) {
        CompletableFuture<TopicView> fresh = new CompletableFuture<>();
        CompletableFuture<TopicView> known = views.putIfAbsent(topic.toString(), fresh);
        if (known != null) {
            return known;
        }
        Completion.of(calls.once(anyBroker, request(topic)), (info, failure) -> {
            if (info != null) {
                fresh.complete(new TopicView(info));
            } else if (failure != null) {
                // A failure isn't kept: the next one who asks tries again.
                views.remove(topic.toString(), fresh);
                fresh.completeExceptionally(CallException.of(failure));
            }
        });
        return fresh;
    }

    /** The topic as it was last seen, or asked for now with retries until the client's timeout. */
    public CompletableFuture<TopicView> resolve(TopicName topic) {
        CompletableFuture<TopicView> known = views.get(topic.toString());
        return known != null && known.isDone() && !known.isCompletedExceptionally() ? known : lookUp(topic);
    }

    /** The topic asked for now, with retries until the client's timeout. */
    public CompletableFuture<TopicView> lookUp(TopicName topic) {
        return calls.call(anyBroker, request(topic)).thenApply(info -> {
            TopicView view = new TopicView(info);
            views.put(topic.toString(), CompletableFuture.completedFuture(view));
            return view;
        });
    }

    /** Drops what is known, so that the next {@link #view} asks. */
    public void forget(TopicName topic) {
        CompletableFuture<TopicView> known = views.get(topic.toString());
        if (known != null && known.isDone()) {
            views.remove(topic.toString(), known);
        }
    }

    /** The route to the owner of a partition. */
    public Route owner(TopicName topic, int partition) {
        return new OwnerRoute(topic, partition);
    }

    private Request<TopicInfo> request(TopicName topic) {
        return new Request<>(
                CommandType.GET_TOPIC,
                GetTopic.newBuilder().setTopic(topic.toString()).build(),
                TopicInfo.class,
                Repeat.ALWAYS,
                timeout);
    }

    private final class OwnerRoute implements Route {
        private final TopicName topic;
        private final int partition;

        OwnerRoute(TopicName topic, int partition) {
            this.topic = topic;
            this.partition = partition;
        }

        @Override
        public CompletableFuture<Address> target() {
            return view(topic).thenCompose(this::grown).thenApply(view -> {
                if (partition < 0 || partition >= view.partitions()) {
                    throw CallException.notSent(
                            ErrorCode.PARTITION_NOT_FOUND,
                            "topic " + topic.shortName() + " has " + view.partitions() + " partitions, no partition "
                                    + partition,
                            null);
                }
                return view.owner(partition).orElseThrow(() -> {
                    forget(topic);
                    return CallException.notSent(
                            ErrorCode.UNAVAILABLE,
                            "no broker owns partition " + partition + " of topic " + topic.shortName() + " now",
                            null);
                });
            });
        }

        /** The topic asked for again if it lacks the partition, since it may have grown. */
        private CompletableFuture<TopicView> grown(TopicView view) {
            if (partition < view.partitions()) {
                return CompletableFuture.completedFuture(view);
            }
            forget(topic);
            return view(topic);
        }

        @Override
        public boolean failed(Address asked, CallException why) {
            Address owner = why.owner();
            if (why.code() == ErrorCode.NOT_OWNER && owner != null && !owner.equals(asked)) {
                views.computeIfPresent(topic.toString(), (name, known) -> learned(known, owner));
                return true;
            }
            if (why.code() == ErrorCode.NOT_OWNER
                    || why.code() == ErrorCode.TOPIC_NOT_FOUND
                    || why.code() == ErrorCode.PARTITION_NOT_FOUND
                    || !why.isAnswer()) {
                forget(topic);
            }
            return false;
        }

        private CompletableFuture<TopicView> learned(CompletableFuture<TopicView> known, Address owner) {
            boolean isView = known.isDone() && !known.isCompletedExceptionally();
            return isView ? CompletableFuture.completedFuture(known.join().withOwner(partition, owner)) : known;
        }
    }
}
