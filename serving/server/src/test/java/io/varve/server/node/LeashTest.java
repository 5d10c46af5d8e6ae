/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeashTest {

    @Test
    void aProcessEndsWithTheOneThatStartedIt() throws Exception {
        Process child = start(true);

        assertThat(child.isAlive()).isTrue();
        child.getOutputStream().close();

        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isZero();
    }

    @Test
    void oneThatWasNotAskedToGoesOn() throws Exception {
        Process child = start(false);
        try {
            child.getOutputStream().close();

            assertThat(child.waitFor(1, TimeUnit.SECONDS)).isFalse();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static Process start(boolean leashed) throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-D" + Leash.PROPERTY + "=" + leashed,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines = child.inputReader(StandardCharsets.UTF_8);
        assertThat(lines.readLine()).isEqualTo("running");
        return child;
    }

    /** Does nothing until it ends. */
    static final class Child {
        public static void main(String[] arguments) throws InterruptedException {
            Leash.holdIfAsked();
            System.out.println("running");
            new CountDownLatch(1).await();
        }
    }
}
