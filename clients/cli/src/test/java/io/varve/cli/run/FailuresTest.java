/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.StoreException;
import io.varve.protocol.error.VarveException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Failures failures = new Failures(new Terminal(
            InputStream.nullInputStream(),
            new ByteArrayOutputStream(),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            false));

    @Test
    void aRefusalHasItsCodeAndSentence() {
        assertThat(failures.tell(new VarveException(ErrorCode.TOPIC_NOT_FOUND, "topic 'x' doesn't exist")))
                .isEqualTo(ExitCode.FAILED);
        assertThat(told()).isEqualTo("varve: TOPIC_NOT_FOUND: topic 'x' doesn't exist\n");
    }

    @Test
    void whatAFutureWrappedIsUnwrapped() {
        VarveException refusal = new VarveException(ErrorCode.BUSY, "later");
        assertThat(failures.tell(new CompletionException(new CompletionException(refusal))))
                .isEqualTo(ExitCode.FAILED);
        assertThat(told()).isEqualTo("varve: BUSY: later\n");
    }

    @Test
    void someFailuresHaveExitCodesOfTheirOwn() {
        assertThat(failures.tell(new VarveException(ErrorCode.UNREACHABLE, "nobody")))
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(failures.tell(new VarveException(ErrorCode.TIMEOUT, "too late")))
                .isEqualTo(ExitCode.TIMEOUT);
        assertThat(failures.tell(new StoreException.Damaged("bad CRC", null))).isEqualTo(ExitCode.NOT_VERIFIED);
    }

    @Test
    void filesAreNamed() {
        assertThat(failures.tell(new UncheckedIOException(new IOException("No space left on device"))))
                .isEqualTo(ExitCode.FAILED);
        assertThat(failures.tell(new AccessDeniedException("/etc/shadow"))).isEqualTo(ExitCode.FAILED);
        assertThat(told()).isEqualTo("varve: No space left on device\nvarve: /etc/shadow: permission denied\n");
    }

    @Test
    void aDefectIsInternal() {
        assertThat(failures.tell(new IllegalStateException("oops"))).isEqualTo(ExitCode.FAILED);
        assertThat(told()).isEqualTo("varve: INTERNAL: java.lang.IllegalStateException: oops\n");
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
