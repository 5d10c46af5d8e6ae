/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.server.node.DataDirectory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void configShowPrintsKeysWithValueAndSource() {
        assertThat(run("config", "show", "--port", "1234", "--set", "log.roll-bytes=1MiB"))
                .isZero();

        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("KEY +VALUE +SOURCE"))
                .anyMatch(line -> line.matches("native\\.port +1234 +flag"))
                .anyMatch(line -> line.matches("log\\.roll-bytes +1MiB +flag"))
                .anyMatch(line -> line.matches("http\\.port +7680 +default"));
    }

    @Test
    void anUnknownKeyIsAUsageErrorThatNamesTheNearest() {
        assertThat(run("config", "show", "--set", "native.prot=1")).isEqualTo(2);

        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "varve: unknown key native.prot in the command line; the nearest is native.port");
    }

    @Test
    void aPauseThatASessionWouldNotSurviveTwiceIsRefused(@TempDir Path data) {
        assertThat(run("standalone", "--data", data.toString(), "--set", "log.pause-limit=8s"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("pauseLimit", "half of a ZooKeeper session");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void anUnknownOptionIsAUsageError() {
        assertThat(run("standalone", "--prot", "1")).isEqualTo(2);

        assertThat(err.toString()).contains("Unknown option").contains("--prot");
    }

    @Test
    void budgetsThatDontFitIntoMemoryAreRefusedBeforeAnythingStarts(@TempDir Path data) {
        assertThat(run("standalone", "--data", data.toString(), "--set", "reads.tail-bytes=64GiB"))
                .isEqualTo(2);

        assertThat(err.toString())
                .contains(
                        "direct memory (native.total-bytes 256MiB",
                        "reads.tail-bytes 64GiB",
                        "replay jobs 80MiB",
                        "MaxDirectMemorySize=");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void aSecondStartOnTheSameDirectoryIsRefused(@TempDir Path data) throws Exception {
        try (DataDirectory first = DataDirectory.open(data)) {
            assertThat(run(
                            "standalone",
                            "--data",
                            first.path().toString(),
                            "--set",
                            "reads.tail-bytes=1MiB",
                            "--set",
                            "native.total-bytes=64MiB",
                            "--set",
                            "cold.cache-bytes=16MiB",
                            "--set",
                            "native.send-bytes=16MiB"))
                    .isEqualTo(1);
        }

        assertThat(err.toString())
                .startsWith("varve: another varve (process "
                        + ProcessHandle.current().pid() + ") is running on " + data);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aDirectoryCanBeUsedAgainAfterItWasGivenBack(@TempDir Path data) throws Exception {
        DataDirectory.open(data).close();

        try (DataDirectory again = DataDirectory.open(data)) {
            again.publish(java.util.Map.of("native", "127.0.0.1:1"));
            assertThat(data.resolve("varve.ports")).hasContent("native=127.0.0.1:1\n");
        }
        assertThat(data.resolve("varve.ports")).doesNotExist();
    }

    private int run(String... arguments) {
        return Main.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
