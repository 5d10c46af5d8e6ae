/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.protocol.batch.BatchCheck;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.Acks;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.Produced;

/** Writing. */
final class ProduceCommands {
    private final Routes routes;

    ProduceCommands(Routes routes) {
        this.routes = routes;
    }

    void addTo(CommandTable table) {
        table.on(CommandType.PRODUCE, this::produce);
    }

    private void produce(Request<Produce, Produced> request) {
        Produce command = request.command();
        if (command.getAcks() == Acks.ACKS_NONE) {
            request.silence();
        }
        // Here and not on the shard's loop: the check reads every byte.
        BatchCheck.produced(request.payload(), request.connection().limits());
        routes.toPartition(
                request,
                command.getTopicId(),
                command.getPartition(),
                topic -> routes.toShard(
                        request,
                        topic.shardOf(command.getPartition()),
                        shard -> shard.produce(topic, command.getPartition(), request.takePayload(), request)));
    }
}
