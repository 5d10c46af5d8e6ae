/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.cluster.TopicRecord;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.wire.AddCredit;
import io.varve.protocol.wire.CloseReader;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.FindOffset;
import io.varve.protocol.wire.OffsetFound;
import io.varve.protocol.wire.OpenReader;
import io.varve.protocol.wire.ReaderOpened;
import io.varve.shard.answer.Reply;
import io.varve.shard.read.ReaderHandle;

/** Reading: readers that are pushed to, and offsets. */
final class ReadCommands {
    private final Routes routes;

    ReadCommands(Routes routes) {
        this.routes = routes;
    }

    void addTo(CommandTable table) {
        table.on(CommandType.OPEN_READER, this::openReader);
        table.on(CommandType.ADD_CREDIT, this::addCredit);
        table.on(CommandType.CLOSE_READER, this::closeReader);
        table.on(CommandType.FIND_OFFSET, this::findOffset);
    }

    private void openReader(Request<OpenReader, ReaderOpened> request) {
        OpenReader command = request.command();
        if (command.getCreditBytes() < 0) {
            throw new VarveException(ErrorCode.INVALID_ARGUMENT, "credit_bytes is above " + Long.MAX_VALUE);
        }
        routes.toPartition(request, command.getTopicId(), command.getPartition(), topic -> open(request, topic));
    }

    private void open(Request<OpenReader, ReaderOpened> request, TopicRecord topic) {
        OpenReader command = request.command();
        OpenReaders open = request.connection().readers();
        int shardId = topic.shardOf(command.getPartition());
        request.concerns(shardId);
        PushReader reader = new PushReader(request.connection(), routes.served(shardId), command.getReaderId());
        if (open.size() >= OpenReaders.LIMIT) {
            throw new VarveException(
                    ErrorCode.BUSY,
                    "the connection has " + open.size() + " open readers; the limit is " + OpenReaders.LIMIT);
        }
        if (!open.add(reader)) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "reader_id " + Integer.toUnsignedString(command.getReaderId()) + " is in use on this connection");
        }
        Reply<ReaderHandle> reply = new Reply<>() {
            @Override
            public void done(ReaderHandle handle) {
                reader.opened(handle);
                request.done(ReaderOpened.newBuilder()
                        .setFirstOffset(handle.firstOffset())
                        .setNextOffset(handle.nextOffset())
                        .build());
            }

            @Override
            public void failed(VarveException failure) {
                open.remove(reader);
                request.failed(failure);
            }
        };
        routes.toShard(
                request,
                shardId,
                shard -> shard.openReader(
                        topic, command.getPartition(), command.getOffset(), command.getCreditBytes(), reader, reply));
    }

    /** Credit for a reader that isn't there is no error: the broker may have ended it just now. */
    private void addCredit(Request<AddCredit, Done> request) {
        request.silence();
        AddCredit command = request.command();
        PushReader reader = request.connection().readers().get(command.getReaderId());
        if (reader == null || command.getBytes() <= 0) {
            request.done(Done.getDefaultInstance());
            return;
        }
        request.connection().shardTasks().add(reader.shard(), () -> {
            reader.addCredit(command.getBytes());
            request.done(Done.getDefaultInstance());
        });
    }

    private void closeReader(Request<CloseReader, Done> request) {
        OpenReaders open = request.connection().readers();
        PushReader reader = open.get(request.command().getReaderId());
        if (reader == null) {
            request.done(Done.getDefaultInstance());
            return;
        }
        open.remove(reader);
        // Answered from the shard's loop, behind everything that the reader has pushed.
        request.connection().shardTasks().add(reader.shard(), () -> {
            reader.close();
            request.done(Done.getDefaultInstance());
        });
    }

    private void findOffset(Request<FindOffset, OffsetFound> request) {
        FindOffset command = request.command();
        routes.toPartition(
                request,
                command.getTopicId(),
                command.getPartition(),
                topic -> routes.toShard(
                        request,
                        topic.shardOf(command.getPartition()),
                        shard -> shard.findOffset(topic, command, request)));
    }
}
