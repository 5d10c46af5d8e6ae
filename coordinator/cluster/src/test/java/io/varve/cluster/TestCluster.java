/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import io.varve.metadata.MemoryMetadataStore;
import io.varve.metadata.MemoryMetadataTree;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A cluster in memory, of eight shards if nothing else is said. */
final class TestCluster {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    static final ShardClass CLASS = new ShardClass(ShardClass.DEFAULT_POOL, 3, 3, 2);
    static final ShardSet EIGHT = ShardSet.ofFirst(8, ShardSet.DEFAULT, CLASS);

    final Tasks tasks = new Tasks();
    final MemoryMetadataTree tree = new MemoryMetadataTree(tasks);
    final ClusterNode node;

    TestCluster() {
        this(EIGHT);
    }

    TestCluster(ShardSet shards) {
        this.node = tasks.await(new ClusterInit(tree.connect(), CLOCK).create(List.of(shards)));
    }

    MemoryMetadataStore connect() {
        return tree.connect();
    }

    static Broker broker(String id, long incarnation) {
        return new Broker(id, incarnation, "host-" + id, 7650, 7680, ShardClass.DEFAULT_POOL);
    }

    static void assertRefused(ErrorCode code, String words, ThrowingCallable call) {
        Assertions.assertThatExceptionOfType(VarveException.class)
                .isThrownBy(call)
                .withMessageContaining(words)
                .extracting(VarveException::code)
                .isEqualTo(code);
    }
}
