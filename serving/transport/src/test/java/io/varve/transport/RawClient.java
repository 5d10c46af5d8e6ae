/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.varve.protocol.batch.BatchBuilder;
import io.varve.protocol.batch.BatchLimits;
import io.varve.protocol.batch.Codec;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.frame.FrameCodec;
import io.varve.protocol.frame.FrameHeader;
import io.varve.protocol.wire.CreateTopic;
import io.varve.protocol.wire.Error;
import io.varve.protocol.wire.Hello;
import io.varve.protocol.wire.Ping;
import io.varve.protocol.wire.Produce;
import io.varve.protocol.wire.TopicInfo;
import io.varve.protocol.wire.Welcome;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Speaks frames over a plain socket, one thread, nothing remembered. */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private int lastRequestId;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    static RawClient connectTo(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        // Small, so that a client that doesn't read is noticed soon.
        socket.setReceiveBufferSize(64 * 1024);
        socket.connect(address, TIMEOUT_MS);
        socket.setSoTimeout(TIMEOUT_MS);
        return new RawClient(socket);
    }

    /** Says hello and expects to be welcome. */
    RawClient greet() throws IOException {
        Welcome unused = (Welcome) ask(
                CommandType.HELLO,
                Hello.newBuilder()
                        .setMinVersion(1)
                        .setMaxVersion(1)
                        .setClientId("raw")
                        .build());
        return this;
    }

    /** Sends a request and returns the answer, which has to be the next frame and no error. */
    MessageLite ask(CommandType type, MessageLite command) throws IOException {
        int id = send(type, command);
        Frame answer = receive();
        if (answer.isError() || answer.requestId() != id || answer.type() != type) {
            throw new AssertionError("expected the answer of " + type + " " + id + ", got " + answer);
        }
        return answer.message();
    }

    /** Sends a request and returns the error that is its answer. */
    Error refused(CommandType type, MessageLite command) throws IOException {
        int id = send(type, command);
        Frame answer = receive();
        if (!answer.isError() || answer.requestId() != id || answer.type() != type) {
            throw new AssertionError("expected " + type + " " + id + " to be refused, got " + answer);
        }
        return (Error) answer.message();
    }

    /** Sends a request and returns its id. */
    int send(CommandType type, MessageLite command) throws IOException {
        return send(type, command, Unpooled.EMPTY_BUFFER);
    }

    /** Sends a request with a payload, of which it takes ownership, and returns its id. */
    int send(CommandType type, MessageLite command, ByteBuf payload) throws IOException {
        int id = ++lastRequestId;
        sendBytes(bytes(type, id, command, payload));
        return id;
    }

    /** Sends a batch of one record for partition 0. */
    int produce(ByteString topicId, byte[] value) throws IOException {
        Produce command = Produce.newBuilder().setTopicId(topicId).build();
        return send(CommandType.PRODUCE, command, batch(value));
    }

    int produce(ByteString topicId, String value) throws IOException {
        return produce(topicId, value.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuf batch(String value) {
        return batch(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A batch of one record; the caller releases it. */
    static ByteBuf batch(byte[] value) {
        try (BatchBuilder builder =
                new BatchBuilder(ByteBufAllocator.DEFAULT, Codec.NONE, value.length + 100, BatchLimits.DEFAULT)) {
            builder.append(1, null, value, List.of());
            return builder.build();
        }
    }

    TopicInfo createTopic(String name, int partitions) throws IOException {
        return (TopicInfo) ask(
                CommandType.CREATE_TOPIC,
                CreateTopic.newBuilder()
                        .setTopic(name)
                        .setPartitions(partitions)
                        .build());
    }

    static byte[] bytes(CommandType type, int id, MessageLite command, ByteBuf payload) {
        ByteBuf encoded = FrameCodec.encode(ByteBufAllocator.DEFAULT, Frame.request(type, id, command, payload));
        try {
            return ByteBufUtil.getBytes(encoded);
        } finally {
            encoded.release();
        }
    }

    void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The next frame; its payload is on the heap and need not be released. */
    Frame receive() throws IOException {
        ByteBuf frame = receiveBytes();
        return FrameCodec.decode(header(frame), frame);
    }

    /** The next frame, which is an error and may be of a type that nobody knows. */
    Error receiveError() throws IOException {
        ByteBuf frame = receiveBytes();
        FrameHeader header = header(frame);
        if (!header.isError()) {
            throw new AssertionError("expected an error, got " + header);
        }
        return Error.parseFrom(frame.nioBuffer(FrameCodec.HEADER_BYTES, header.commandBytes()));
    }

    private static FrameHeader header(ByteBuf frame) {
        return Objects.requireNonNull(FrameCodec.header(frame, FrameCodec.MAX_FRAME_BYTES));
    }

    private ByteBuf receiveBytes() throws IOException {
        byte[] head = new byte[FrameCodec.HEADER_BYTES];
        in.readFully(head);
        int frameBytes = Unpooled.wrappedBuffer(head).getInt(0) + 4;
        byte[] whole = new byte[frameBytes];
        System.arraycopy(head, 0, whole, 0, head.length);
        in.readFully(whole, head.length, frameBytes - head.length);
        return Unpooled.wrappedBuffer(whole);
    }

    /** Sends a ping and skips everything up to its answer: then all that was sent before has been looked at. */
    void awaitPong() throws IOException {
        int id = send(CommandType.PING, Ping.getDefaultInstance());
        FrameHeader header;
        do {
            header = header(receiveBytes());
        } while (header.type() != CommandType.PING || !header.isResponse() || header.requestId() != id);
    }

    /** Says no more, and returns when the broker has ended the connection, whatever it has said until then. */
    void skipToEnd() throws IOException {
        try {
            socket.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream());
        } catch (java.net.SocketException e) {
            // The broker went without reading all.
        }
    }

    /** The error that the broker says goodbye with; after it the connection has to end. */
    ErrorCode farewell() throws IOException {
        Frame last = receive();
        if (!last.isError()) {
            throw new AssertionError("expected an error, got " + last);
        }
        expectEnd();
        return ErrorCode.of(((Error) last.message()).getCode());
    }

    /** Returns when the broker has closed the connection without another word. */
    void expectEnd() throws IOException {
        try {
            int more = in.read();
            if (more >= 0) {
                throw new AssertionError("the connection goes on with " + more);
            }
        } catch (EOFException | java.net.SocketException e) {
            // The same, said otherwise.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
