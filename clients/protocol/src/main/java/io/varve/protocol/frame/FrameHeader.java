/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.frame;

import org.jspecify.annotations.Nullable;

/**
 * The fixed part of a frame, whose bounds can be trusted even when its command can't be understood.
 *
 * @param frameBytes bytes of the whole frame, header included
 * @param typeNumber number of the command, which this version may not know
 * @param flags {@link Frame#RESPONSE}, {@link Frame#ERROR}, {@link Frame#PUSH}
 * @param requestId unsigned; chosen by the client, 0 for pushes
 * @param commandBytes bytes of the command after the header; the payload is what then remains
 * @param crc CRC-32C as sent
 */
public record FrameHeader(int frameBytes, int typeNumber, int flags, int requestId, int commandBytes, int crc) {
    /** The command, or null if this version doesn't know it. */
    public @Nullable CommandType type() {
        return CommandType.of(typeNumber);
    }

    /** Whether the frame answers a request. */
    public boolean isResponse() {
        return (flags & Frame.RESPONSE) != 0;
    }

    /** Whether the frame says that a request, or the connection, failed. */
    public boolean isError() {
        return (flags & Frame.ERROR) != 0;
    }

    /** Whether the frame was sent unasked. */
    public boolean isPush() {
        return (flags & Frame.PUSH) != 0;
    }

    /** Bytes of the payload, 0 if there is none. */
    public int payloadBytes() {
        return frameBytes - FrameCodec.HEADER_BYTES - commandBytes;
    }
}
