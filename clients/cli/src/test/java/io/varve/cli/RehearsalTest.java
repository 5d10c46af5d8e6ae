/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void aCommandRunsToItsAnswerWithoutACluster() throws IOException {
        assertThat(Rehearsal.perform()).isZero();
    }
}
