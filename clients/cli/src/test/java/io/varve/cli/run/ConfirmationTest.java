/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void somebodyAtATerminalIsAsked() throws IOException {
        assertThat(new Confirmation().of(terminal("y\n", true), "Delete?")).isTrue();
        assertThat(new Confirmation().of(terminal("Yes\n", true), "Delete?")).isTrue();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("Delete? [y/N] ".repeat(2));
    }

    @Test
    void anythingElseThanYesIsNo() throws IOException {
        for (String answer : new String[] {"", "\n", "n\n", "yellow\n", "no\n"}) {
            assertThat(new Confirmation().of(terminal(answer, true), "Delete?"))
                    .as(answer)
                    .isFalse();
        }
    }

    @Test
    void aScriptIsNotAsked() throws IOException {
        assertThat(new Confirmation().of(terminal("n\n", false), "Delete?")).isTrue();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private Terminal terminal(String typed, boolean isTerminal) {
        return new Terminal(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                isTerminal,
                false,
                false);
    }
}
