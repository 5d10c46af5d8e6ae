/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HumanTest {

    @Test
    void sizesHaveOneDecimalInTheLargestUnitThatFits() {
        assertThat(Human.size(0)).isEqualTo("0 B");
        assertThat(Human.size(1023)).isEqualTo("1023 B");
        assertThat(Human.size(1024)).isEqualTo("1.0 KiB");
        assertThat(Human.size(1536 << 10)).isEqualTo("1.5 MiB");
        assertThat(Human.size((1L << 30) - 1)).isEqualTo("1.0 GiB");
        assertThat(Human.size(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }

    @Test
    void ratesAreInMegabytes() {
        assertThat(Human.rate(0)).isEqualTo("0.0 MB/s");
        assertThat(Human.rate(41_249_999)).isEqualTo("41.2 MB/s");
    }

    @Test
    void agesHaveTwoUnits() {
        assertThat(Human.age(Duration.ZERO)).isEqualTo("0.0s");
        assertThat(Human.age(Duration.ofMillis(2_590))).isEqualTo("2.5s");
        assertThat(Human.age(Duration.ofMillis(59_999))).isEqualTo("59.9s");
        assertThat(Human.age(Duration.ofSeconds(61))).isEqualTo("1m 1s");
        assertThat(Human.age(Duration.ofMinutes(61))).isEqualTo("1h 1m");
        assertThat(Human.age(Duration.ofHours(49))).isEqualTo("2d 1h");
    }

    @Test
    void timesAlwaysHaveMilliseconds() {
        assertThat(Human.time(Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo("2026-01-01T00:00:00.000Z");
        assertThat(Human.time(Instant.ofEpochMilli(-1))).isEqualTo("1969-12-31T23:59:59.999Z");
    }

    @Test
    void oneIsSingular() {
        assertThat(Human.count(1, "record")).isEqualTo("1 record");
        assertThat(Human.count(0, "record")).isEqualTo("0 records");
    }
}
