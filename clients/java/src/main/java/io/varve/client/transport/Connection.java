/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.collection.IntObjectHashMap;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.wire.AddCredit;
import io.varve.protocol.wire.CloseReader;
import io.varve.protocol.wire.Done;
import io.varve.protocol.wire.OpenReader;
import io.varve.protocol.wire.Ping;
import io.varve.protocol.wire.Pong;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.Produced;
import io.varve.protocol.wire.ReaderEnded;
import io.varve.protocol.wire.ReaderOpened;
import io.varve.protocol.wire.Records;
import io.varve.protocol.wire.Welcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open connection to a broker after its handshake. Callers may be on any thread; what they ask for is sent in the order
 * of their calls, and their futures complete on the connection's loop, which owns all state here. When the connection ends,
 * every unanswered request fails and every sink is told; a connection never comes back, the {@link ConnectionPool} opens
 * another.
 */
public final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** Brokers take twice as many; further readers get a connection of their own, and what is pushed is spread over both. */
    static final int MOST_READERS = 500;

    private final Channel channel;
    private final EventLoop loop;
    private final Address address;
    private final Welcome welcome;
    private final ConnectionOptions options;
    private final PendingCalls calls;
    private final ProduceWindow window;
    private final IntObjectHashMap<PushSink> sinks = new IntObjectHashMap<>();
    private final AtomicInteger readers = new AtomicInteger();
    private volatile boolean open = true;
    private boolean flushPending;
    private boolean pinging;
    private int lastReaderId;

    Connection(Channel channel, Address address, Welcome welcome, ConnectionOptions options) {
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.address = address;
        this.welcome = welcome;
        this.options = options;
        this.calls = new PendingCalls(loop, options.maxRequests());
        this.window = new ProduceWindow(Integer.toUnsignedLong(welcome.getProduceWindowBytes()));
    }

    /** Where the broker listens. */
    public Address address() {
        return address;
    }

    /** What the broker said about itself and its limits. */
    public Welcome welcome() {
        return welcome;
    }

    /** Whether it may still be used; a request on a closed one fails at once. */
    public boolean isOpen() {
        return open;
    }

    /** Sends a request; fails with a {@link CallException}. */
    public <T extends MessageLite> CompletableFuture<T> call(
            CommandType type, MessageLite request, Class<T> answerType, long timeoutNanos) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        onLoop(answer, () -> send(type, request, Unpooled.EMPTY_BUFFER, answerType, answer, timeoutNanos));
        return answer;
    }

    /**
     * Sends one batch, which it takes ownership of, within the broker's window. A batch that isn't answered in time ends the
     * connection: neither order nor window can be trusted after that.
     */
    public CompletableFuture<Produced> produce(Produce head, ByteBuf batch, long timeoutNanos) {
        CompletableFuture<Produced> answer = new CompletableFuture<>();
        int bytes = batch.readableBytes();
        if (!onLoop(
                answer,
                () -> window.enter(bytes, new ProduceWindow.Sending() {
                    @Override
                    public void send() {
                        Connection.this.send(CommandType.PRODUCE, head, batch, Produced.class, answer, timeoutNanos);
                        Completion.of(answer, (produced, failure) -> left(bytes, failure));
                    }

                    @Override
                    public void abandon(CallException why) {
                        batch.release();
                        answer.completeExceptionally(why);
                    }
                }))) {
            batch.release();
        }
        return answer;
    }

    /** Sends one batch that won't be answered, taking ownership; completes when the socket took it. */
    public CompletableFuture<@Nullable Void> produceUnanswered(Produce head, ByteBuf batch) {
        CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
        int bytes = batch.readableBytes();
        if (!onLoop(
                written,
                () -> window.enter(bytes, new ProduceWindow.Sending() {
                    @Override
                    public void send() {
                        if (!open) {
                            // Its pipeline may be gone, and with it whoever takes a frame.
                            window.leave(bytes);
                            abandon(closed());
                            return;
                        }
                        write(Frame.request(CommandType.PRODUCE, 0, head, batch), failure -> {
                            window.leave(bytes);
                            if (failure == null) {
                                written.complete(null);
                            } else {
                                written.completeExceptionally(lost(failure));
                            }
                        });
                    }

                    @Override
                    public void abandon(CallException why) {
                        batch.release();
                        written.completeExceptionally(why);
                    }
                }))) {
            batch.release();
        }
        return written;
    }

    /** Whether there is room for one more reader; it is the caller's, who opens one next. */
    boolean takeReader() {
        if (readers.incrementAndGet() <= MOST_READERS) {
            return true;
        }
        readers.decrementAndGet();
        return false;
    }

    /**
     * Opens a reader in the room that was taken for it. Its pushes go to the sink, which may be called before the future
     * completes. If the future fails, the sink isn't called any more.
     */
    CompletableFuture<OpenedReader> openReader(OpenReader.Builder request, PushSink sink, long timeoutNanos) {
        CompletableFuture<OpenedReader> opened = new CompletableFuture<>();
        onLoop(opened, () -> {
            int readerId = ++lastReaderId;
            sinks.put(readerId, sink);
            CompletableFuture<ReaderOpened> answer = new CompletableFuture<>();
            send(
                    CommandType.OPEN_READER,
                    request.setReaderId(readerId).build(),
                    Unpooled.EMPTY_BUFFER,
                    ReaderOpened.class,
                    answer,
                    timeoutNanos);
            Completion.of(answer, (ends, failure) -> {
                if (failure == null) {
                    opened.complete(new OpenedReader(this, readerId, ends));
                } else {
                    removeSink(readerId);
                    opened.completeExceptionally(failure);
                    if (open && CallException.of(failure).maybeApplied()) {
                        sendClose(readerId);
                    }
                }
            });
        });
        return opened;
    }

    /** Closes the connection; what is unanswered fails. */
    public void close() {
        open = false;
        // Its end comes back as ended().
        ChannelFuture unused = channel.close();
    }

    void addCredit(int readerId, long bytes) {
        onLoop(
                null,
                () -> write(
                        Frame.request(
                                CommandType.ADD_CREDIT,
                                0,
                                AddCredit.newBuilder()
                                        .setReaderId(readerId)
                                        .setBytes(bytes)
                                        .build()),
                        failure -> {}));
    }

    void closeReader(int readerId) {
        onLoop(null, () -> {
            if (removeSink(readerId) != null) {
                sendClose(readerId);
            }
        });
    }

    // ---- called on the loop by the channel's handler ---------------------------------------------------------------

    void received(Frame frame) {
        if (frame.isPush()) {
            pushed(frame);
        } else {
            calls.answer(frame.requestId(), frame.message());
        }
    }

    void silent() {
        if (pinging) {
            return;
        }
        pinging = true;
        CompletableFuture<Pong> answer = new CompletableFuture<>();
        send(
                CommandType.PING,
                Ping.getDefaultInstance(),
                Unpooled.EMPTY_BUFFER,
                Pong.class,
                answer,
                options.idleTimeout().toNanos());
        Completion.of(answer, (pong, failure) -> {
            pinging = false;
            if (failure != null && open) {
                LOG.warn("closing connection to broker: no sign of life address={}", address);
                close();
            }
        });
    }

    void ended(@Nullable Throwable cause) {
        open = false;
        CallException why = lost(cause);
        window.abandon(CallException.notSent(ErrorCode.UNAVAILABLE, String.valueOf(why.getMessage()), cause));
        calls.failAll(why);
        List<PushSink> told = new ArrayList<>(sinks.values());
        sinks.clear();
        told.forEach(sink -> sink.ended(why));
    }

    // ---- private, on the loop --------------------------------------------------------------------------------------

    private void pushed(Frame frame) {
        if (frame.message() instanceof Records records) {
            PushSink sink = sinks.get(records.getReaderId());
            if (sink != null) {
                sink.records(records, frame.payload());
            }
        } else if (frame.message() instanceof ReaderEnded end) {
            PushSink sink = removeSink(end.getReaderId());
            if (sink != null) {
                sink.ended(CallException.answered(end.getError()));
            }
        }
    }

    private @Nullable PushSink removeSink(int readerId) {
        PushSink removed = sinks.remove(readerId);
        if (removed != null) {
            readers.decrementAndGet();
        }
        return removed;
    }

    private void sendClose(int readerId) {
        CompletableFuture<Done> answer = new CompletableFuture<>();
        send(
                CommandType.CLOSE_READER,
                CloseReader.newBuilder().setReaderId(readerId).build(),
                Unpooled.EMPTY_BUFFER,
                Done.class,
                answer,
                options.idleTimeout().toNanos());
        Completion.of(answer, (done, failure) -> {
            if (failure != null && open) {
                LOG.debug("closing a reader failed readerId={} address={}", readerId, address, failure);
            }
        });
    }

    private <T extends MessageLite> void send(
            CommandType type,
            MessageLite request,
            ByteBuf payload,
            Class<T> answerType,
            CompletableFuture<T> answer,
            long timeoutNanos) {
        if (!open || calls.isFull()) {
            payload.release();
            answer.completeExceptionally(
                    open
                            ? CallException.notSent(
                                    ErrorCode.BUSY,
                                    options.maxRequests() + " requests wait for an answer of " + address
                                            + ", which is the limit",
                                    null)
                            : closed());
            return;
        }
        int id = calls.add(answerType, answer, timeoutNanos, type + " to " + address);
        write(Frame.request(type, id, request, payload), failure -> {
            // The channel's end fails every pending call; a frame that could not be written has to bring it about.
            if (failure != null) {
                close();
            }
        });
    }

    private void write(Frame frame, Consumer<@Nullable Throwable> written) {
        channel.write(frame).addListener(result -> written.accept(result.cause()));
        if (!flushPending) {
            flushPending = true;
            // One system call for all that is written in this turn of the loop.
            loop.execute(() -> {
                flushPending = false;
                channel.flush();
            });
        }
    }

    private void left(int bytes, @Nullable Throwable failure) {
        if (failure != null && CallException.of(failure).code() == ErrorCode.TIMEOUT && open) {
            LOG.warn("closing connection to broker: a batch was not answered in time address={}", address);
            close();
        }
        window.leave(bytes);
    }

    private CallException closed() {
        return CallException.notSent(ErrorCode.UNAVAILABLE, "connection to " + address + " is closed", null);
    }

    private CallException lost(@Nullable Throwable cause) {
        return CallException.unanswered(
                ErrorCode.UNKNOWN_OUTCOME,
                "connection to " + address + " was lost before the answer came" + (cause == null ? "" : ": " + cause),
                cause);
    }

    /** Runs the task in order with all others; false, with the result failed, if the client's loops have stopped. */
    private boolean onLoop(@Nullable CompletableFuture<?> result, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return true;
        }
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            if (result != null) {
                result.completeExceptionally(CallException.notSent(ErrorCode.CLOSED, "the client is closed", e));
            }
            return false;
        }
    }
}
