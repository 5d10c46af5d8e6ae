/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.Future;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Errors;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.frame.FrameCodec;
import io.varve.protocol.frame.FrameHeader;
import io.varve.protocol.wire.Hello;
import io.varve.protocol.wire.Welcome;
import io.varve.shard.loop.Completions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: reads its frames one after the other, has them served, and sends what comes back. Owned by the connection's
 * loop; what other threads may call says so.
 *
 * <p>It stops reading while there is a reason to {@linkplain Wait wait}, and so slows its client down instead of gathering what
 * can't be served yet. A frame that can't be understood is answered and skipped; when the bounds of frames are lost, the client
 * is told why and the connection ends.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    /** What each request takes of the flow budget besides its payload: a bound on how many answers a client may leave unread. */
    static final int REQUEST_BYTES = 1024;
    /** The same for commands other than PRODUCE, whose answers can be large. */
    static final int COMMAND_BYTES = 64 * 1024;

    private static final int LINGER_SECONDS = 1;

    /** Why a connection reads no further frame now. */
    private enum Wait {
        /** More is unanswered than the flow budget allows. */
        BUDGET,
        /** The next frame must not overtake the present one, which needs something that isn't known yet. */
        LOOKUP,
        /** The client doesn't read what it is sent. */
        CLIENT
    }

    private final Serving serving;
    private final Channel channel;
    private final Outbox outbox;
    private final Inbox inbox = new Inbox();
    private final FlowBudget.Share share;
    private final SendBudget.Share sendShare;
    private final ShardTasks shardTasks = new ShardTasks();
    private final OpenReaders readers = new OpenReaders();
    private final Set<Wait> waits = EnumSet.noneOf(Wait.class);
    /** Futures that {@link Wait#LOOKUP} waits for: one may lead to the next. */
    private int lookups;
    /** What the next frame, of which a part is here, has taken of the flow budget. */
    private int reservedBytes;

    private @Nullable Future<?> handshakeDeadline;
    private boolean isWelcomed;
    private boolean isClosing;

    /** A connection that was just accepted; it is to be the last handler of the channel's pipeline. */
    ServerConnection(Serving serving, Channel channel) {
        this.serving = serving;
        this.channel = channel;
        this.outbox = new Outbox(channel, this::resumeReaders);
        this.share = serving.budget().share(serving.config().connectionBytes(), () -> channel.eventLoop()
                .execute(() -> goOn(Wait.BUDGET)));
        this.sendShare = serving.sendBudget().share(() -> channel.eventLoop().execute(this::resumeReaders));
    }

    // ---- for those who serve requests -------------------------------------------------------------------------------

    /** Sends a frame; takes ownership of its payload. Any thread; {@code written} is called on this connection's loop. */
    void send(Frame frame, Runnable written) {
        outbox.add(frame, written);
    }

    /** How many bytes of records the next read for this client should bring; 0 while it takes less than it is sent. Any thread. */
    int room() {
        return outbox.isFull() ? 0 : sendShare.room();
    }

    /** Takes records that were read out of the budget for sending, if there is room. Any thread. */
    boolean takeToSend(int bytes) {
        return sendShare.take(bytes);
    }

    /** After {@link #takeToSend} said no: readers that wait are resumed when there may be room. Any thread. */
    void awaitRoomToSend(int bytes) {
        sendShare.await(bytes);
    }

    /** Sends records that were {@linkplain #takeToSend taken}; takes ownership of the payload. Any thread. */
    void push(Frame records) {
        int bytes = records.payload().readableBytes();
        outbox.add(records, () -> {
            sendShare.give(bytes);
            resumeReaders();
        });
    }

    /** Gives back what a request has taken of the flow budget. Any thread. */
    void giveBack(long bytes) {
        share.give(bytes);
    }

    /** What has to be done on shards' loops; sent off when the frames that came together have been seen. */
    ShardTasks shardTasks() {
        return shardTasks;
    }

    OpenReaders readers() {
        return readers;
    }

    TransportCounters counters() {
        return serving.counters();
    }

    Redirects redirects() {
        return serving.redirects();
    }

    BatchLimits limits() {
        return serving.limits();
    }

    /**
     * Calls {@code then} with the outcome, on this loop, and serves no other frame of this connection before. If the client is
     * gone by then the outcome is a failure, {@code CLOSED}.
     */
    <T> void await(CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> then) {
        lookups++;
        waitFor(Wait.LOOKUP);
        Completions.whenDone(future, (value, failure) -> channel.eventLoop().execute(() -> {
            lookups--;
            if (isClosing) {
                then.accept(null, new VarveException(ErrorCode.CLOSED, "the client has gone"));
                return;
            }
            then.accept(value, failure);
            shardTasks.flush();
            if (lookups == 0) {
                goOn(Wait.LOOKUP);
            }
        }));
    }

    // ---- Netty ------------------------------------------------------------------------------------------------------

    @Override
    public void channelActive(ChannelHandlerContext context) {
        int open = serving.counters().opened();
        if (open > serving.config().connections()) {
            refuse(new VarveException(
                    ErrorCode.BUSY,
                    open + " connections are open; the limit is "
                            + serving.config().connections()));
            return;
        }
        handshakeDeadline = context.executor()
                .schedule(
                        this::checkWelcomed, serving.config().handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (isClosing) {
            bytes.release();
            return;
        }
        inbox.add(context.alloc(), bytes);
        serve();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        shardTasks.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            // Not now: this may be called from within serve().
            context.executor().execute(() -> {
                goOn(Wait.CLIENT);
                resumeReaders();
            });
        } else {
            waitFor(Wait.CLIENT);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        boolean isOurWait = waits.contains(Wait.BUDGET) || waits.contains(Wait.LOOKUP);
        if (event instanceof IdleStateEvent && !isOurWait) {
            LOG.debug("connection idle, closing remote={}", channel.remoteAddress());
            end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof java.io.IOException) {
            LOG.debug("connection broken remote={} reason={}", channel.remoteAddress(), failure.toString());
        } else {
            LOG.error("connection failed, closing remote={}", channel.remoteAddress(), failure);
        }
        end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        isClosing = true;
        serving.counters().closed();
        share.close();
        giveBackReserved();
        sendShare.close();
        shardTasks.flush();
        readers.closeAll();
        inbox.close();
    }

    // ---- reading ----------------------------------------------------------------------------------------------------

    private void serve() {
        try {
            FrameHeader header = isReading() ? inbox.peek() : null;
            while (header != null) {
                giveBackReserved();
                serve(header);
                header = isReading() ? inbox.peek() : null;
            }
            reserve();
        } catch (VarveException failure) {
            refuse(failure);
        }
    }

    /** What is still to come of a frame is read only when the flow budget has room for all of it. */
    private void reserve() {
        int bytes = isReading() && reservedBytes == 0 ? inbox.unfinishedFrameBytes() : 0;
        if (bytes == 0) {
            return;
        }
        if (share.takeIfRoom(bytes)) {
            reservedBytes = bytes;
        } else {
            waitFor(Wait.BUDGET);
        }
    }

    private void giveBackReserved() {
        if (reservedBytes > 0) {
            share.give(reservedBytes);
            reservedBytes = 0;
        }
    }

    private boolean isReading() {
        return waits.isEmpty() && !isClosing;
    }

    private void serve(FrameHeader header) {
        Frame frame;
        try {
            frame = inbox.take(header);
        } catch (VarveException failure) {
            if (failure.code() == ErrorCode.MALFORMED_FRAME || !isWelcomed) {
                throw failure;
            }
            counters().failed(knownType(header), failure.code());
            channel.writeAndFlush(FrameCodec.encodeError(channel.alloc(), header, Errors.of(failure)))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            return;
        }
        if (!frame.isRequest()) {
            frame.release();
            throw new VarveException(ErrorCode.MALFORMED_FRAME, "frame is an answer; clients send requests only");
        }
        if (isWelcomed) {
            serve(frame);
        } else {
            welcome(frame);
        }
    }

    /** For counting: a frame of a type that nobody knows is a failure of its connection. */
    private static CommandType knownType(FrameHeader header) {
        CommandType type = header.type();
        return type == null ? CommandType.CONNECTION : type;
    }

    private void serve(Frame frame) {
        boolean isProduce = frame.type() == CommandType.PRODUCE;
        int payloadBytes = frame.payload().readableBytes();
        long bytes = isProduce ? REQUEST_BYTES + payloadBytes : COMMAND_BYTES;
        if (!share.take(bytes)) {
            waitFor(Wait.BUDGET);
        }
        counters().requested(frame.type(), payloadBytes);
        serving.commands().serve(new Request<>(this, frame, bytes));
    }

    private void welcome(Frame frame) {
        if (!(frame.message() instanceof Hello hello)) {
            frame.release();
            refuse(
                    new VarveException(
                            ErrorCode.INVALID_ARGUMENT,
                            "the first frame of a connection is HELLO, not " + frame.type()),
                    frame.type(),
                    frame.requestId());
            return;
        }
        if (hello.getMinVersion() > FrameCodec.VERSION || hello.getMaxVersion() < FrameCodec.VERSION) {
            refuse(
                    new VarveException(
                            ErrorCode.UNSUPPORTED_VERSION,
                            "the client speaks versions " + Integer.toUnsignedString(hello.getMinVersion()) + " to "
                                    + Integer.toUnsignedString(hello.getMaxVersion()) + ", this broker "
                                    + FrameCodec.VERSION),
                    frame.type(),
                    frame.requestId());
            return;
        }
        isWelcomed = true;
        if (handshakeDeadline != null) {
            handshakeDeadline.cancel(false);
        }
        Welcome welcome = Welcome.newBuilder()
                .setVersion(FrameCodec.VERSION)
                .setClusterId(serving.identity().clusterId())
                .setBrokerId(serving.identity().brokerId())
                .setMaxFrameBytes(FrameCodec.MAX_FRAME_BYTES)
                .setMaxRecordBytes(serving.limits().maxRecordBytes())
                .setMaxBatchBytes(serving.limits().maxBatchBytes())
                .setProduceWindowBytes(
                        (int) Math.min(Integer.MAX_VALUE, serving.config().connectionBytes()))
                .build();
        send(Frame.response(CommandType.HELLO, frame.requestId(), welcome), () -> {});
    }

    private void checkWelcomed() {
        if (!isClosing) {
            refuse(new VarveException(
                    ErrorCode.TIMEOUT,
                    "no HELLO within " + serving.config().handshakeTimeout().toMillis() + " ms"));
        }
    }

    // ---- waiting ----------------------------------------------------------------------------------------------------

    private void waitFor(Wait reason) {
        waits.add(reason);
        channel.config().setAutoRead(isClosing);
    }

    private void goOn(Wait reason) {
        if (!waits.remove(reason) || !isReading()) {
            return;
        }
        serve();
        shardTasks.flush();
        if (isReading()) {
            channel.config().setAutoRead(true);
        }
    }

    /** Readers that had to wait may push again; on this loop, when there is room. */
    private void resumeReaders() {
        if (room() > 0) {
            readers.resumePaused();
        }
    }

    private void refuse(VarveException failure) {
        refuse(failure, CommandType.CONNECTION, 0);
    }

    /**
     * Tells the client why and ends the connection. Its output is closed first, and what it still sends is dropped for a
     * moment: closing with unread input would make the system throw away the explanation too.
     */
    private void refuse(VarveException failure, CommandType type, int requestId) {
        LOG.debug("connection refused remote={} reason={}", channel.remoteAddress(), failure.toString());
        counters().failed(type, failure.code());
        isClosing = true;
        channel.config().setAutoRead(true);
        ByteBuf error = FrameCodec.encode(channel.alloc(), Frame.error(type, requestId, Errors.of(failure)));
        channel.writeAndFlush(error).addListener((ChannelFutureListener) written -> {
            if (channel instanceof DuplexChannel duplex && written.isSuccess()) {
                var unused = duplex.shutdownOutput();
            }
            var unused = channel.eventLoop().schedule(this::end, LINGER_SECONDS, TimeUnit.SECONDS);
        });
    }

    private void end() {
        var unused = channel.close();
    }
}
