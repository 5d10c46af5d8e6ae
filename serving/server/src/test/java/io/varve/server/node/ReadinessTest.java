/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    @Test
    void namesAllThatIsMissingInOneLine() {
        Readiness readiness = new Readiness(
                Map.of("shard 3", "is being opened for 50 s", "bookies", "1 can be written, an answer needs 2"));
        assertThat(readiness.ready()).isFalse();
        assertThat(readiness.inWords())
                .isEqualTo("bookies: 1 can be written, an answer needs 2; shard 3: is being opened for 50 s");
        assertThat(new Readiness(Map.of()).inWords()).isEmpty();
    }
}
