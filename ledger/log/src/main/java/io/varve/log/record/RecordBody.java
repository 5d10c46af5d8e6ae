/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log.record;

import io.netty.buffer.ByteBuf;

/**
 * The decoded body of a log record. Every implementation has a static {@code decode(ByteBuf body)} that borrows the buffer,
 * leaves its indices alone, ignores bytes after the last field that it knows, and throws
 * {@link io.varve.protocol.error.StoreException.Damaged} when a field is cut off or out of its range.
 */
public interface RecordBody {
    /** Largest body of any record but BATCH, in bytes; whoever has more splits it over several records. */
    int MAX_BYTES = 512 * 1024;

    /** The type that it is written as. */
    RecordType type();

    /** Appends the fields in their order on disk (docs/formats.md, "Log record"); the buffer is borrowed. */
    void encode(ByteBuf out);
}
