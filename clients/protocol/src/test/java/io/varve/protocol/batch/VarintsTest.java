/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.varve.protocol.error.VarveException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarintsTest {

    /** Vectors from the encoding of sint32 and sint64 in Protocol Buffers. */
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "-1, 01",
        "1, 02",
        "-2, 03",
        "63, 7e",
        "-64, 7f",
        "64, 8001",
        "8191, fe7f",
        "2147483647, feffffff0f",
        "-2147483648, ffffffff0f",
        "9223372036854775807, feffffffffffffffff01",
        "-9223372036854775808, ffffffffffffffffff01"
    })
    void encodesAsProtocolBuffersDo(long value, String hex) {
        ByteBuf buf = Unpooled.buffer();
        Varints.writeLong(buf, value);
        assertThat(ByteBufUtil.hexDump(buf)).isEqualTo(hex);
        assertThat(Varints.sizeOfLong(value)).isEqualTo(hex.length() / 2);
        assertThat(Varints.readLong(buf)).isEqualTo(value);
        if (value == (int) value) {
            Varints.writeInt(buf.clear(), (int) value);
            assertThat(ByteBufUtil.hexDump(buf)).isEqualTo(hex);
            assertThat(Varints.sizeOfInt((int) value)).isEqualTo(hex.length() / 2);
            assertThat(Varints.readInt(buf)).isEqualTo((int) value);
        }
    }

    @Test
    void readsBackWhatItWritesInTheSizeItSaid() {
        Random random = new Random(1);
        ByteBuf buf = Unpooled.buffer();
        for (int i = 0; i < 20_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            Varints.writeLong(buf.clear(), value);
            assertThat(buf.readableBytes()).isEqualTo(Varints.sizeOfLong(value));
            assertThat(Varints.readLong(buf)).isEqualTo(value);
            Varints.writeInt(buf.clear(), (int) value);
            assertThat(buf.readableBytes()).isEqualTo(Varints.sizeOfInt((int) value));
            assertThat(Varints.readInt(buf)).isEqualTo((int) value);
        }
    }

    @ParameterizedTest
    @CsvSource({"80", "ffffffff", "ffffffff7f", "ffffffffff01"})
    void refusesAnIntThatIsCutOffOrTooLarge(String hex) {
        ByteBuf buf = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
        assertThatThrownBy(() -> Varints.readInt(buf)).isInstanceOf(VarveException.class);
    }

    @ParameterizedTest
    @CsvSource({"8080", "ffffffffffffffffffff01"})
    void refusesALongThatIsCutOffOrTooLong(String hex) {
        ByteBuf buf = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
        assertThatThrownBy(() -> Varints.readLong(buf)).isInstanceOf(VarveException.class);
    }
}
