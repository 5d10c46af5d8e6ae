/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.varve.benchmark.compare.machine.Machine;
import io.varve.benchmark.compare.plan.Scale;
import io.varve.benchmark.compare.report.RunConditions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionsFileTest {
    private static final RunConditions BEGUN = new RunConditions(Scale.FULL, List.of())
            .with(
                    "0123456789",
                    new Machine("Linux 6", "a processor", 2, 24_000_000_000L, "Java 17"),
                    List.of("W1", "W2"));

    @TempDir
    private Path directory;

    @Test
    void conditionsAreReadAsTheyWereWritten() throws IOException {
        ConditionsFile file = new ConditionsFile(directory.resolve("conditions.json"));

        file.write(BEGUN);

        assertThat(file.read()).isEqualTo(BEGUN);
    }

    @Test
    void withoutThemNothingGoesOn() {
        assertThatIOException()
                .isThrownBy(() -> new ConditionsFile(directory.resolve("conditions.json")).read())
                .withMessageContaining("conditions.json");
    }

    @Test
    void anotherScaleIsAnotherComparison() {
        assertThatIOException()
                .isThrownBy(() -> ConditionsFile.checkSame(BEGUN, Scale.FULL.backlog(5)))
                .withMessageContaining("backlogBytes was 4000000000 and is 5");
        assertThatIOException().isThrownBy(() -> ConditionsFile.checkSame(BEGUN, Scale.QUICK));
    }

    @Test
    void theSameGoesOn() {
        assertThatCode(() -> ConditionsFile.checkSame(BEGUN, Scale.FULL)).doesNotThrowAnyException();
    }
}
