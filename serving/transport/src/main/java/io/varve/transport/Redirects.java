/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.cluster.Broker;
import io.varve.cluster.ShardMap;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.Errors;
import io.varve.protocol.wire.BrokerAddress;
import io.varve.protocol.wire.Error;
import java.util.Optional;

/** Where a client should go instead. Any thread. */
final class Redirects {
    /** For failures that concern no shard. */
    static final int NO_SHARD = -1;

    /** When a client that was told {@code BUSY} may come again: about what a budget takes to drain at moderate speed. */
    private static final int RETRY_AFTER_MS = 100;

    private final String self;
    private final ShardMap shards;

    /** @param self id of this broker */
    Redirects(String self, ShardMap shards) {
        this.self = self;
        this.shards = shards;
    }

    /** The owner of a shard, if one is known that is alive. */
    Optional<BrokerAddress> ownerOf(int shard) {
        return shards.ownerOf(shard).map(Redirects::address);
    }

    /** A failure as it travels: with the owner of the shard, or with a time to wait, where the client has a use for it. */
    Error toWire(VarveException failure, int shard) {
        Error.Builder error = Errors.of(failure).toBuilder();
        if (failure.code() == ErrorCode.NOT_OWNER && shard != NO_SHARD) {
            // A shard that is ours but isn't served yet: the client should wait, not come back at once.
            ownerOf(shard).filter(owner -> !owner.getBrokerId().equals(self)).ifPresent(error::setOwner);
        }
        if (failure.code() == ErrorCode.BUSY) {
            error.setRetryAfterMs(RETRY_AFTER_MS);
        }
        return error.build();
    }

    static BrokerAddress address(Broker broker) {
        return BrokerAddress.newBuilder()
                .setBrokerId(broker.brokerId())
                .setHost(broker.host())
                .setPort(broker.port())
                .build();
    }
}
