/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({
        "0B, 0",
        "1B, 1",
        "256KiB, 262144",
        "3MiB, 3145728",
        "10GiB, 10737418240",
        "1025B, 1025",
        "1048577KiB, 1073742848"
    })
    void sizesAreReadAndWrittenInTheirLargestExactUnit(String text, long bytes) {
        assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"0ms, 0", "500ms, 500", "10s, 10000", "5m, 300000", "1h, 3600000", "30d, 2592000000", "90s, 90000"})
    void durationsAreReadAndWrittenInTheirLargestExactUnit(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(Durations.format(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void readsWhatIsNotInItsLargestUnit() {
        assertThat(DataSize.parse("1024KiB")).hasToString("1MiB");
        assertThat(Durations.format(Durations.parse("24h"))).isEqualTo("1d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "KiB", "5 KiB", "5kib", "5KB", "-5KiB", "1.5GiB", "5TiB", "٣B"})
    void aSizeThatIsNoneIsNamedWithTheUnits(String text) {
        assertThatThrownBy(() -> DataSize.parse(text))
                .isInstanceOfSatisfying(
                        VarveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContainingAll("'" + text + "'", "GiB MiB KiB B", "256KiB");
    }

    @Test
    void whatIsBeyondALongIsNamedWithTheLimit() {
        assertThatThrownBy(() -> DataSize.parse("8589934592GiB")).hasMessageContaining("beyond 8589934591GiB");
        assertThatThrownBy(() -> Durations.parse("99999999999999999999ms"))
                .hasMessageContaining("beyond 9223372036854775807ms");
        assertThatThrownBy(() -> Durations.parse("9".repeat(1_000) + "d"))
                .message()
                .hasSizeLessThan(200);
        assertThatThrownBy(() -> new DataSize(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
