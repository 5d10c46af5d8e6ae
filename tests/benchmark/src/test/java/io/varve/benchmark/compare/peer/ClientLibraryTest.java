/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ClientLibraryTest {
    @Test
    void driversTellWhatTheySetByThemselves() {
        assertThat(ClientLibrary.fixedSettings("varve")).containsEntry("autoCommit", "5s");
        assertThat(ClientLibrary.fixedSettings("pulsar")).containsEntry("blockIfQueueFull", "true");
        assertThat(ClientLibrary.fixedSettings("bookkeeper")).containsEntry("useV2WireProtocol", "true");
    }

    @Test
    void anUnknownDriverIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientLibrary.fixedSettings("rabbit"))
                .withMessageContaining("rabbit");
    }
}
