/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli;

import static io.varve.cli.Run.varve;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandTreeTest {

    @Test
    void withoutACommandItIsAUsageErrorAndNothingIsOnStdout() {
        Run run = varve();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("'varve' needs a command").contains("Usage: varve", "standalone", "produce");
    }

    @Test
    void anUnknownCommandIsAUsageErrorWithASuggestion() {
        Run run = varve("completoin");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("completoin").contains("Did you mean").contains("completion");
    }

    @Test
    void anUnknownOptionOfTheRootIsAUsageError() {
        assertThat(varve("--sever", "a:1", "completion").exitCode()).isEqualTo(2);
    }

    @Test
    void anOutputFormatThatDoesNotExistIsAUsageErrorThatNamesThoseThatDo() {
        Run run = varve("-o", "yaml", "completion");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("yaml").contains("table").contains("json");
    }

    @Test
    void helpIsDataOnStdout() {
        Run run = varve("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: varve").contains("--server").contains("Example:");
        assertThat(run.err()).isEmpty();
        assertThat(varve("help").out()).isEqualTo(run.out());
    }

    @Test
    void helpShowsTheHelpOfACommand() {
        assertThat(varve("help", "completion").out())
                .isEqualTo(varve("completion", "--help").out());
        assertThat(varve("help", "nothing").exitCode()).isEqualTo(2);
    }

    @Test
    void versionIsOneLine() {
        Run run = varve("--version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("varve ").hasLineCount(1);
    }

    @Test
    void completionIsAScript() {
        Run run = varve("completion");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("#!").contains("_complete_varve");
    }

    @Test
    void completionOffersWordsAsTheyAreUnderstood() {
        assertThat(varve("completion").out())
                .contains("\"table\" \"json\"", "\"quorum\" \"none\"", "\"zstd\"", "\"offset\"")
                .doesNotContain("TABLE", "QUORUM", "ZSTD", "OFFSET\"");
    }
}
