/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.name;

import com.google.protobuf.ByteString;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Topic ids as they travel: the 16 bytes of a UUID, big-endian. Group ids have the same form. */
public final class TopicIds {
    private static final int BYTES = 16;

    private TopicIds() {}

    /** The 16 bytes of an id. */
    public static ByteString toBytes(UUID id) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .flip();
        return ByteString.copyFrom(bytes);
    }

    /**
     * The id of 16 bytes.
     *
     * @throws VarveException INVALID_ARGUMENT for another number of bytes
     */
    public static UUID of(ByteString bytes) {
        if (bytes.size() != BYTES) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT, "topic id has " + bytes.size() + " bytes; it takes " + BYTES);
        }
        ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
