/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SeparatorTest {

    @Test
    void itIsFoundWhereItStandsFirst() {
        assertThat(find(":", "key:a:b")).isEqualTo(3);
        assertThat(find("::", "k:ey::a")).isEqualTo(4);
        assertThat(find("→", "ключ→a")).isEqualTo(8);
    }

    @Test
    void nothingHasToStandBeforeOrBehindIt() {
        assertThat(find(":", ":a")).isZero();
        assertThat(find(":", "a:")).isEqualTo(1);
        assertThat(find(":", ":")).isZero();
    }

    @Test
    void aLineMayBeWithoutIt() {
        assertThat(find(":", "ab")).isEqualTo(-1);
        assertThat(find("::", "a:")).isEqualTo(-1);
        assertThat(find(":", "")).isEqualTo(-1);
        assertThat(find("", "ab")).isEqualTo(-1);
    }

    @Test
    void itIsLookedForFromAnywhere() {
        assertThat(new Separator(":").find("a:b:c".getBytes(StandardCharsets.UTF_8), 2))
                .isEqualTo(3);
        assertThat(new Separator(":").find("a:b".getBytes(StandardCharsets.UTF_8), 2))
                .isEqualTo(-1);
    }

    private static int find(String separator, String line) {
        return new Separator(separator).find(line.getBytes(StandardCharsets.UTF_8), 0);
    }
}
