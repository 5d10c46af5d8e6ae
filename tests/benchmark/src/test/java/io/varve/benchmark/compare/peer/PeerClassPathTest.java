/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerClassPathTest {
    private static final PeerClassPath LIST =
            PeerClassPath.parse("/m/kafka_2.13-4.3.1.jar:/m/kafka-clients-4.3.1.jar:/m/slf4j-api-1.7.36.jar\n");

    @Test
    void theListIsKeptAsMavenWroteIt() {
        assertThat(LIST.option())
                .isEqualTo("/m/kafka_2.13-4.3.1.jar:/m/kafka-clients-4.3.1.jar:/m/slf4j-api-1.7.36.jar");
        assertThat(LIST.behind(List.of(Path.of("/ours.jar"))).option()).startsWith("/ours.jar:/m/kafka_2.13");
    }

    @Test
    void versionsAreThoseOfTheJars() {
        assertThat(LIST.version("kafka_2.13")).isEqualTo("4.3.1");
        assertThat(LIST.version("slf4j-api")).isEqualTo("1.7.36");
        assertThat(LIST.version("pulsar-broker")).isEmpty();
    }

    @Test
    void anEmptyListHasNoJars() {
        assertThat(PeerClassPath.parse("\n").jars()).isEmpty();
    }
}
