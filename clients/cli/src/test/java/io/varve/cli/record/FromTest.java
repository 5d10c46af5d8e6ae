/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.reader.StartPosition;
import io.varve.protocol.error.VarveException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FromTest {

    @Test
    void aPositionIsAWordAnOffsetATimeOrADate() {
        assertThat(From.parse("earliest")).isEqualTo(StartPosition.earliest());
        assertThat(From.parse("latest")).isEqualTo(StartPosition.latest());
        assertThat(From.parse("17")).isEqualTo(StartPosition.at(17));
        assertThat(From.parse("2026-01-01T12:00:00Z"))
                .isEqualTo(StartPosition.at(Instant.parse("2026-01-01T12:00:00Z")));
        assertThat(From.parse("2026-01-01T12:00:00.5+02:00"))
                .isEqualTo(StartPosition.at(Instant.parse("2026-01-01T10:00:00.500Z")));
        assertThat(From.parse("2026-01-01")).isEqualTo(StartPosition.at(Instant.parse("2026-01-01T00:00:00Z")));
    }

    @Test
    void anythingElseIsRefusedWithWhatIsExpected() {
        for (String text : new String[] {"", "beginning", "-1", "1.5", "2026-13-01"}) {
            assertThatThrownBy(() -> From.parse(text))
                    .as(text)
                    .isInstanceOf(VarveException.class)
                    .hasMessageContaining("'" + text + "'")
                    .hasMessageContaining("earliest");
        }
        assertThatThrownBy(() -> From.parse("2026-01-01T12:00:00"))
                .isInstanceOf(VarveException.class)
                .hasMessageContaining("'2026-01-01T12:00:00' has no zone")
                .hasMessageContaining("+02:00");
        assertThatThrownBy(() -> From.parse("9223372036854775808")).hasMessageContaining("beyond 9223372036854775807");
    }
}
