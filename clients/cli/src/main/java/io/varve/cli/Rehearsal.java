/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.varve.cli.run.Terminal;
import io.varve.protocol.frame.CommandType;
import io.varve.protocol.frame.Frame;
import io.varve.protocol.frame.FrameCodec;
import io.varve.protocol.frame.FrameHeader;
import io.varve.protocol.wire.TopicList;
import io.varve.protocol.wire.TopicSummary;
import io.varve.protocol.wire.Welcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command from its start to its answer without a cluster, against a stand-in in this process. Most of the time of a short
 * command goes into loading classes; the launcher rehearses once, notes which classes that took, and puts them into an archive
 * that later starts share.
 */
public final class Rehearsal {
    private static final int LENGTH_BYTES = 4;

    private Rehearsal() {}

    /** Rehearses and exits; with 0 if all went well. */
    public static void main(String[] arguments) throws IOException {
        Main.prepare();
        System.exit(perform());
    }

    /** Lists topics in both forms and replays a record from objects; returns the largest exit code. */
    static int perform() throws IOException {
        return Math.max(listTopics(), replay());
    }

    private static int replay() throws IOException {
        try (RehearsedHistory history = RehearsedHistory.write()) {
            return run(
                    "replay",
                    RehearsedHistory.TOPIC.toString(),
                    "--objects-only",
                    "--object-store=file:" + history.directory(),
                    "--to-file=" + history.directory().resolve("out.jsonl"));
        }
    }

    private static int listTopics() throws IOException {
        try (ServerSocket standIn = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> serve(standIn), "stand-in");
            server.setDaemon(true);
            server.start();
            String address = standIn.getInetAddress().getHostAddress() + ":" + standIn.getLocalPort();
            int asTable = run("topic", "list", "--server", address);
            int asJson = run("topic", "list", "--server", address, "-o", "json");
            return Math.max(asTable, asJson);
        }
    }

    private static int run(String... arguments) {
        PrintStream err = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return CommandTree.of(new Terminal(
                        InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, false, false, false))
                .execute(arguments);
    }

    private static void serve(ServerSocket standIn) {
        try {
            while (true) {
                try (Socket socket = standIn.accept()) {
                    answer(socket.getInputStream(), socket.getOutputStream());
                }
            }
        } catch (IOException e) {
            if (!standIn.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void answer(InputStream in, OutputStream out) throws IOException {
        byte[] start = in.readNBytes(FrameCodec.HEADER_BYTES);
        while (start.length == FrameCodec.HEADER_BYTES) {
            int rest = ByteBuffer.wrap(start).getInt() + LENGTH_BYTES - start.length;
            ByteBuf frame = Unpooled.wrappedBuffer(start, in.readNBytes(rest));
            FrameHeader header = FrameCodec.header(frame, FrameCodec.MAX_FRAME_BYTES);
            Frame request = FrameCodec.decode(Objects.requireNonNull(header), frame);
            MessageLite answer = answer(request.type());
            request.release();
            if (answer == null) {
                return;
            }
            ByteBuf response = FrameCodec.encode(
                    UnpooledByteBufAllocator.DEFAULT, Frame.response(request.type(), request.requestId(), answer));
            response.readBytes(out, response.readableBytes());
            response.release();
            start = in.readNBytes(FrameCodec.HEADER_BYTES);
        }
    }

    private static @Nullable MessageLite answer(CommandType type) {
        return switch (type) {
            case HELLO ->
                Welcome.newBuilder()
                        .setVersion(FrameCodec.VERSION)
                        .setMaxFrameBytes(FrameCodec.MAX_FRAME_BYTES)
                        .build();
            case LIST_TOPICS ->
                TopicList.newBuilder()
                        .addTopics(TopicSummary.newBuilder()
                                .setTopic("public/default/rehearsal")
                                .setTopicId(ByteString.copyFrom(new byte[16]))
                                .setPartitions(1))
                        .build();
            default -> null;
        };
    }
}
