/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard;

import io.varve.cluster.DeletedTopic;
import io.varve.cluster.DeletedTopics;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.Done;
import io.varve.shard.answer.Reply;
import io.varve.shard.loop.Completions;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes deletions of topics final when their time has come, carries them into the logs of the shards that this broker serves,
 * and reports them when they are confirmed. A step that was left half done is found again in the list of deleted topics.
 */
public final class TopicDeletions {
    private static final Logger LOG = LoggerFactory.getLogger(TopicDeletions.class);

    /** Longer than any broker's catalogue is late; after it nobody can have opened a reader. */
    private static final long WITHDRAWN_WITHIN_MS = 60_000;

    private final DeletedTopics deleted;
    private final ShardHost host;
    private final InstantSource clock;

    /** Looks at {@code deleted} whenever {@link #poll} is called. */
    public TopicDeletions(DeletedTopics deleted, ShardHost host, InstantSource clock) {
        this.deleted = deleted;
        this.host = host;
        this.clock = clock;
    }

    /** Does what is left to do here; call it every few seconds and after a deletion. Any thread. */
    public CompletableFuture<Void> poll() {
        return deleted.list().thenAccept(topics -> topics.forEach(this::goOn)).exceptionally(failure -> {
            LOG.info("deleted topics can't be listed now reason={}", failure.toString());
            return null;
        });
    }

    private void goOn(DeletedTopic topic) {
        if (topic.stage() == DeletedTopic.Stage.FINAL) {
            carryOut(topic);
        } else if (clock.millis() >= topic.finalMs()) {
            // Before any shard gives anything up: from here on it can't be restored.
            Completions.whenDone(deleted.makeFinal(topic.topic().topicId()), (done, failure) -> {
                if (failure != null) {
                    LOG.info("deletion of a topic can't be made final now reason={}", failure.toString());
                }
            });
        } else if (clock.millis() - topic.deletedMs() < WITHDRAWN_WITHIN_MS) {
            for (int id : topic.pendingShards()) {
                host.shard(id).ifPresent(shard -> shard.loop().execute(() -> shard.withdraw(topic.topic())));
            }
        }
    }

    private void carryOut(DeletedTopic topic) {
        for (int id : topic.pendingShards()) {
            host.shard(id).ifPresent(shard -> shard.loop()
                    .execute(() -> shard.deleteTopic(topic.topic(), new Reply<>() {
                        @Override
                        public void done(Done confirmed) {
                            report(topic, id);
                        }

                        @Override
                        public void failed(VarveException error) {
                            LOG.info("topic is not deleted in a shard yet shard={} reason={}", id, error.getMessage());
                        }
                    })));
        }
    }

    private void report(DeletedTopic topic, int shard) {
        Completions.whenDone(deleted.finish(topic.topic().topicId(), shard), (done, failure) -> {
            if (failure != null) {
                LOG.info("deletion of a topic can't be reported now shard={} reason={}", shard, failure.toString());
            }
        });
    }
}
