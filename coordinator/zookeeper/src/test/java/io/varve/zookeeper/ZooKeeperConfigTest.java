/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooKeeperConfigTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", "a:1,", "a:1 b:2", "a:1/varve", ":1"})
    void malformedConnectStringsAreRefused(String connectString) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ZooKeeperConfig.of(connectString))
                .withMessageContaining("\"" + connectString + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:2181", "a:1,b:2,c:3", "[::1]:2181"})
    void connectStringsNameServers(String connectString) {
        assertThatNoException().isThrownBy(() -> ZooKeeperConfig.of(connectString));
    }

    @Test
    void sessionTimeoutAndPatienceHaveBounds() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZooKeeperConfig("a:1", "/varve", second, second))
                .withMessageContaining("PT1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZooKeeperConfig("a:1", "/varve", Duration.ofHours(1), second))
                .withMessageContaining("PT1H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZooKeeperConfig("a:1", "/varve", Duration.ofSeconds(9), Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZooKeeperConfig("a:1", "varve", Duration.ofSeconds(9), second));
    }
}
