/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.netty.buffer.ByteBuf;
import io.varve.log.record.IdHash;
import io.varve.protocol.batch.BatchCheck;
import io.varve.protocol.batch.BatchHeader;
import io.varve.protocol.batch.MessageId;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.Acks;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.Produced;
import org.jspecify.annotations.Nullable;

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
        IdHash id = messageId(command, request.payload());
        routes.toPartition(
                request,
                command.getTopicId(),
                command.getPartition(),
                topic -> routes.toShard(
                        request,
                        topic.shardOf(command.getPartition()),
                        shard -> shard.produce(topic, command.getPartition(), request.takePayload(), id, request)));
    }

    private static @Nullable IdHash messageId(Produce command, ByteBuf batch) {
        if (command.getMessageId().isEmpty()) {
            return null;
        }
        int records = BatchHeader.recordCount(batch, batch.readerIndex());
        if (records != 1) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a batch with a message id holds " + records + " records, allowed is 1");
        }
        return IdHash.of(new MessageId(command.getMessageId()).bytes());
    }
}
