/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.frame;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.varve.protocol.checksum.Crc32c;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import io.varve.protocol.wire.Error;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Frames as bytes. All integers are big-endian.
 *
 * <pre>
 *   0 length u32          | bytes after this field
 *   4 magic u16 = 0x5652  | "VR"
 *   6 version u8 = 1
 *   7 type u8             | {@link CommandType#number}
 *   8 flags u16           | 1 RESPONSE, 2 ERROR, 4 PUSH
 *  10 reserved u16 = 0
 *  12 requestId u32
 *  16 commandLength u32
 *  20 crc u32             | CRC-32C of bytes 4 to 19 and of the command
 *  24 command             | protobuf
 *   . payload             | raw batches, each under a CRC of its own
 * </pre>
 *
 * <p>Decoding goes in two steps. {@link #header} learns the bounds of a frame; when it fails, the stream can't be trusted any
 * more. {@link #decode} then understands the frame; when that fails with UNKNOWN_COMMAND or INVALID_ARGUMENT, the next frame
 * can still be read, and the header has what it takes to answer this one.
 */
public final class FrameCodec {
    /** Bytes before the command. */
    public static final int HEADER_BYTES = 24;
    /** The version of the protocol that is spoken here. */
    public static final int VERSION = 1;
    /** Largest frame, header included, that is sent or accepted: twice the largest batch. */
    public static final int MAX_FRAME_BYTES = 8 << 20;
    /** Largest command. It bounds the objects that hostile bytes can make of it, about 50 times as much. */
    public static final int MAX_COMMAND_BYTES = 1 << 20;

    private static final int MAGIC = 0x5652;

    private static final int LENGTH_BYTES = 4;
    private static final int MAGIC_AT = 4;
    private static final int VERSION_AT = 6;
    private static final int TYPE = 7;
    private static final int FLAGS = 8;
    private static final int RESERVED = 10;
    private static final int REQUEST_ID = 12;
    private static final int COMMAND_LENGTH = 16;
    private static final int CRC = 20;

    private FrameCodec() {}

    /**
     * The header of the frame at the reader index, or null while not all of its bytes are there. Borrows {@code in} and moves
     * no index.
     *
     * @param maxFrameBytes the largest frame to accept, header included
     * @throws VarveException MALFORMED_FRAME or UNSUPPORTED_VERSION: nothing that follows on this stream can be understood;
     *     answer with {@link CommandType#CONNECTION} and close
     */
    public static @Nullable FrameHeader header(ByteBuf in, int maxFrameBytes) {
        if (in.readableBytes() < HEADER_BYTES) {
            return null;
        }
        int at = in.readerIndex();
        int magic = in.getUnsignedShort(at + MAGIC_AT);
        if (magic != MAGIC) {
            throw malformed(String.format("frame starts with the magic %04x; it must be %04x", magic, MAGIC));
        }
        int version = in.getUnsignedByte(at + VERSION_AT);
        if (version != VERSION) {
            throw new VarveException(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "frame has the version " + version + "; " + VERSION + " is spoken here");
        }
        long frameBytes = LENGTH_BYTES + in.getUnsignedInt(at);
        long commandBytes = in.getUnsignedInt(at + COMMAND_LENGTH);
        if (frameBytes > maxFrameBytes) {
            throw malformed("frame has " + frameBytes + " bytes; the limit is " + maxFrameBytes);
        }
        if (frameBytes < HEADER_BYTES + commandBytes) {
            throw malformed("frame has " + frameBytes + " bytes; its header and its command of " + commandBytes
                    + " bytes need " + (HEADER_BYTES + commandBytes));
        }
        int flags = in.getUnsignedShort(at + FLAGS);
        int reserved = in.getUnsignedShort(at + RESERVED);
        if (!knownFlags(flags) || reserved != 0) {
            throw malformed(String.format(
                    "frame has the flags %04x and reserved bits %04x; flags are 0, 1, 3 or 4, reserved bits 0",
                    flags, reserved));
        }
        return new FrameHeader(
                (int) frameBytes,
                in.getUnsignedByte(at + TYPE),
                flags,
                in.getInt(at + REQUEST_ID),
                (int) commandBytes,
                in.getInt(at + CRC));
    }

    /**
     * Reads the frame at the reader index, all of whose {@code header.frameBytes()} are there, and moves the reader index
     * behind it, on failure too. Borrows {@code in}; the payload of the frame is a retained slice of it, without a copy, that
     * the caller releases: it keeps all of {@code in} in memory until then.
     *
     * @throws VarveException UNKNOWN_COMMAND or INVALID_ARGUMENT: answer it and go on with the next frame; MALFORMED_FRAME
     *     (CRC): the stream can't be trusted, answer with {@link CommandType#CONNECTION} and close
     */
    public static Frame decode(FrameHeader header, ByteBuf in) {
        int at = in.readerIndex();
        in.skipBytes(header.frameBytes());
        int crc = crc(in, at, header.commandBytes());
        if (crc != header.crc()) {
            throw malformed(String.format("frame has the CRC %08x; its bytes give %08x", header.crc(), crc));
        }
        CommandType type = type(header);
        MessageLite message = parse(type, header, in, at + HEADER_BYTES);
        int payloadBytes = header.payloadBytes();
        boolean mayHavePayload = type.hasPayload() && !header.isResponse();
        if (payloadBytes > 0 && !mayHavePayload) {
            throw invalid(type + " has a payload of " + payloadBytes + " bytes; it takes none");
        }
        ByteBuf payload = payloadBytes == 0
                ? Unpooled.EMPTY_BUFFER
                : in.retainedSlice(at + HEADER_BYTES + header.commandBytes(), payloadBytes);
        return new Frame(type, header.flags(), header.requestId(), message, payload);
    }

    /**
     * Header and command of a frame, to be followed on the stream by its payload, which this neither copies nor touches; the
     * caller releases what is returned, and still owns the payload.
     *
     * @throws IllegalArgumentException if the command or the frame is beyond its limit
     */
    public static ByteBuf encodeHeader(ByteBufAllocator allocator, Frame frame) {
        return encode(
                allocator,
                frame.type().number(),
                frame.flags(),
                frame.requestId(),
                frame.message(),
                frame.payload().readableBytes());
    }

    /** The whole frame in one buffer of two parts, without a copy of the payload, of which it takes ownership. */
    public static ByteBuf encode(ByteBufAllocator allocator, Frame frame) {
        ByteBuf head;
        try {
            head = encodeHeader(allocator, frame);
        } catch (RuntimeException e) {
            frame.release();
            throw e;
        }
        if (!frame.payload().isReadable()) {
            frame.release();
            return head;
        }
        CompositeByteBuf both = allocator.compositeBuffer(2);
        return both.addComponent(true, head).addComponent(true, frame.payload());
    }

    /** The error that answers a request whose type may be unknown here; the caller releases what is returned. */
    public static ByteBuf encodeError(ByteBufAllocator allocator, FrameHeader request, Error error) {
        return encode(allocator, request.typeNumber(), Frame.RESPONSE | Frame.ERROR, request.requestId(), error, 0);
    }

    private static ByteBuf encode(
            ByteBufAllocator allocator, int type, int flags, int requestId, MessageLite message, int payloadBytes) {
        int commandBytes = message.getSerializedSize();
        long frameBytes = HEADER_BYTES + (long) commandBytes + payloadBytes;
        if (commandBytes > MAX_COMMAND_BYTES || frameBytes > MAX_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "frame of type " + type + " has a command of " + commandBytes + " bytes and " + frameBytes
                            + " in all; the limits are " + MAX_COMMAND_BYTES + " and " + MAX_FRAME_BYTES);
        }
        ByteBuf out = allocator.buffer(HEADER_BYTES + commandBytes);
        try {
            out.writeInt((int) frameBytes - LENGTH_BYTES);
            out.writeShort(MAGIC).writeByte(VERSION).writeByte(type);
            out.writeShort(flags).writeShort(0);
            out.writeInt(requestId);
            out.writeInt(commandBytes).writeInt(0);
            CodedOutputStream command = CodedOutputStream.newInstance(out.nioBuffer(HEADER_BYTES, commandBytes));
            message.writeTo(command);
            command.flush();
            out.writerIndex(HEADER_BYTES + commandBytes);
            out.setInt(CRC, crc(out, 0, commandBytes));
            return out.retain();
        } catch (IOException e) {
            throw new IllegalStateException("command of type " + type + " changed while it was encoded", e);
        } finally {
            out.release();
        }
    }

    private static int crc(ByteBuf buf, int at, int commandBytes) {
        return new Crc32c()
                .update(buf, at + LENGTH_BYTES, CRC - LENGTH_BYTES)
                .update(buf, at + HEADER_BYTES, commandBytes)
                .value();
    }

    private static CommandType type(FrameHeader header) {
        CommandType type = header.type();
        if (type != null && header.isError()) {
            return type;
        }
        if (type == null || type == CommandType.CONNECTION) {
            throw new VarveException(
                    ErrorCode.UNKNOWN_COMMAND,
                    "frame has the type " + header.typeNumber() + ", which is no command known here");
        }
        if (header.isPush() != type.isPush()) {
            throw invalid(type + (header.isPush() ? " is never pushed" : " is only ever pushed"));
        }
        if (header.isResponse() && !type.isAnswered()) {
            throw invalid(type + " is never answered");
        }
        return type;
    }

    private static MessageLite parse(CommandType type, FrameHeader header, ByteBuf in, int at) {
        if (header.commandBytes() > MAX_COMMAND_BYTES) {
            throw invalid(
                    type + " has a command of " + header.commandBytes() + " bytes; the limit is " + MAX_COMMAND_BYTES);
        }
        try {
            // From the heap: protobuf's decoder of direct buffers (4.31.1) doesn't notice that the length of a message
            // in the
            // message overflows, and reads beyond the buffer.
            return parser(type, header).parseFrom(ByteBufUtil.getBytes(in, at, header.commandBytes(), false));
        } catch (InvalidProtocolBufferException e) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    type + " has a command of " + header.commandBytes() + " bytes that can't be decoded: "
                            + e.getMessage(),
                    e);
        }
    }

    private static Parser<? extends MessageLite> parser(CommandType type, FrameHeader header) {
        if (header.isError()) {
            return Error.parser();
        }
        return header.isResponse() ? type.responseParser() : type.parser();
    }

    private static boolean knownFlags(int flags) {
        return flags == 0 || flags == Frame.RESPONSE || flags == (Frame.RESPONSE | Frame.ERROR) || flags == Frame.PUSH;
    }

    private static VarveException malformed(String message) {
        return new VarveException(ErrorCode.MALFORMED_FRAME, message);
    }

    private static VarveException invalid(String message) {
        return new VarveException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
