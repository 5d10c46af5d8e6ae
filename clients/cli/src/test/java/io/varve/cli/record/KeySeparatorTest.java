/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeySeparatorTest {

    @Test
    void theKeyEndsAtTheFirstSeparator() {
        assertThat(keyBytes(":", "key:a:b")).isEqualTo(3);
        assertThat(keyBytes("::", "k:ey::a")).isEqualTo(4);
        assertThat(keyBytes("→", "ключ→a")).isEqualTo(8);
    }

    @Test
    void aKeyMayBeEmptyAndSoMayAValue() {
        assertThat(keyBytes(":", ":a")).isZero();
        assertThat(keyBytes(":", "a:")).isEqualTo(1);
        assertThat(keyBytes(":", ":")).isZero();
    }

    @Test
    void aLineWithoutTheSeparatorHasNoKey() {
        assertThat(keyBytes(":", "ab")).isEqualTo(-1);
        assertThat(keyBytes("::", "a:")).isEqualTo(-1);
        assertThat(keyBytes(":", "")).isEqualTo(-1);
        assertThat(keyBytes("", "ab")).isEqualTo(-1);
    }

    private static int keyBytes(String separator, String line) {
        return new KeySeparator(separator).keyBytes(line.getBytes(StandardCharsets.UTF_8));
    }
}
