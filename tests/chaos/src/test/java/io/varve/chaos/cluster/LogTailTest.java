/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path directory;

    @Test
    void onlyWhatCameLaterIsSeen() throws Exception {
        Path file = directory.resolve("varve.log");
        assertThat(LogTail.from(file).lines()).isEmpty();
        Files.writeString(file, "shard opened recovered=1\n");

        LogTail tail = LogTail.from(file);
        Files.writeString(file, "shard opened recovered=2\nshard lost\n", StandardOpenOption.APPEND);

        Pattern recovered = Pattern.compile("recovered=([0-9]+)");
        assertThat(tail.lines()).containsExactly("shard opened recovered=2", "shard lost");
        assertThat(tail.count(recovered)).isEqualTo(1);
        assertThat(LogTail.whole(file).matches(recovered).map(match -> match.group(1)))
                .containsExactly("1", "2");
    }

    @Test
    void aFileThatWasBegunAnewIsSeenFromItsBeginning() throws Exception {
        Path file = Files.writeString(directory.resolve("varve.log"), "a long line of the last file\n");
        LogTail tail = LogTail.from(file);
        Files.writeString(file, "new\n");

        assertThat(tail.lines()).containsExactly("new");
    }
}
