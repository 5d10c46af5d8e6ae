/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.checksum;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * CRC-32C (RFC 3720, polynomial 0x1EDC6F41) of one or several ranges of a buffer, by the JDK's intrinsic. For one thread and
 * one sum: {@code new Crc32c().update(a, ..).update(b, ..).value()}.
 */
public final class Crc32c {
    private final CRC32C sum = new CRC32C();

    /** The sum of {@code length} bytes of {@code buf} from {@code index}; borrows the buffer and moves no index. */
    public static int of(ByteBuf buf, int index, int length) {
        return new Crc32c().update(buf, index, length).value();
    }

    /** Adds {@code length} bytes of {@code buf} from {@code index}; borrows the buffer and moves no index. */
    public Crc32c update(ByteBuf buf, int index, int length) {
        if (buf.nioBufferCount() == 1) {
            sum.update(buf.nioBuffer(index, length));
        } else {
            for (ByteBuffer part : buf.nioBuffers(index, length)) {
                sum.update(part);
            }
        }
        return this;
    }

    /** The sum of everything added so far; read it as an unsigned 32-bit number. */
    public int value() {
        return (int) sum.getValue();
    }
}
