/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class HashesTest {
    /** Values of the reference implementation of xxHash. */
    @Test
    void xxHash64IsThatOfTheSpecification() {
        assertThat(Hashes.xxHash64(new byte[0])).isEqualTo(0xef46db3751d8e999L);
        assertThat(Hashes.xxHash64("a".getBytes(UTF_8))).isEqualTo(0xd24ec4f1a98c6e5bL);
        assertThat(Hashes.xxHash64("abc".getBytes(UTF_8))).isEqualTo(0x44bc2cf5ad770999L);
    }

    @Test
    void nonNegativeDropsTheHighestBit() {
        assertThat(Hashes.nonNegative(new byte[0])).isEqualTo(0x6f46db3751d8e999L);
        assertThat(Hashes.nonNegative("abc".getBytes(UTF_8))).isEqualTo(0x44bc2cf5ad770999L);
    }

    @Test
    void bytesOfAUuidAreBigEndian() {
        UUID id = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        assertThat(Hashes.bytes(id)).asHexString().isEqualTo("00112233445566778899AABBCCDDEEFF");
    }
}
