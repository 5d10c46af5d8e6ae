/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.chaos.history.ValueId;
import org.junit.jupiter.api.Test;

class ValueTest {
    @Test
    void aValueTellsItsIdUnlessABitIsWrong() {
        for (long number = 0; number < 1_000; number++) {
            long id = ValueId.of(3, number);
            byte[] bytes = Value.encode(id);
            assertThat(Value.decode(bytes)).isEqualTo(id);

            bytes[(int) (number % bytes.length)] ^= 1;
            assertThat(Value.decode(bytes)).isEqualTo(ValueId.NONE);
        }
        assertThat(Value.decode(new byte[0])).isEqualTo(ValueId.NONE);
    }
}
