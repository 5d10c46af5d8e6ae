/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
    private final StringWriter out = new StringWriter();

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(out, true);
        return Main.run(arguments, writer, writer);
    }

    @Test
    void everyRecordComesBackFromObjectsAfterItsLedgerIsGone() {
        int exit = run("demo", "--records", "2000", "--record-bytes", "200");

        assertThat(out.toString())
                .contains("2,000 of 2,000 replayed in order, once, same bytes")
                .contains("all right");
        assertThat(exit).isZero();
    }

    @Test
    void aWrongNumberIsAUsageErrorThatNamesItsBounds() {
        assertThat(run("demo", "--records", "0")).isEqualTo(2);
        assertThat(out.toString()).contains("--records: 0 is not between 1 and 5000000");
    }
}
