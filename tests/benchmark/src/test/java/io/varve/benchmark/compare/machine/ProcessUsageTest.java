/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ProcessUsageTest {
    private static final String STAT =
            "17660 (java (x) y) S 17655 17655 4512 0 -1 1077936128 151123 2 34 0 1534 217 1 3 20 0 "
                    + "130 0 1387205 9663676416 312345 18446744073709551615 1 1 0 0 0 0 0 4096 16800975 0 0 0 17 1 0 0 0 0 0 0 0 0 0";
    private static final String STATUS = """
            Name:\tjava
            VmPeak:\t 9437184 kB
            VmHWM:\t 1250000 kB
            VmRSS:\t  900000 kB
            """;
    private static final String IO = """
            rchar: 6976
            wchar: 12
            write_bytes: 4096000
            cancelled_write_bytes: 8192
            """;

    @Test
    void processorTimeIsThatOfTheProcessAndNotOfItsEndedChildren() {
        assertThat(ProcStat.parse(STAT)).isEqualTo(new ProcStat(1534 + 217));
    }

    @Test
    void anotherTextIsNotTakenForTheStateOfAProcess() {
        assertThatIllegalArgumentException().isThrownBy(() -> ProcStat.parse("17660 (java) S 1 2"));
        assertThatIllegalArgumentException().isThrownBy(() -> ProcStat.parse(""));
    }

    @Test
    void peakMemoryAndWrittenBytesComeFromStatusAndIo() {
        ProcessUsage usage = ProcessUsage.parse(STAT, STATUS, IO);

        assertThat(usage).isEqualTo(new ProcessUsage(1751, 1_250_000L * 1024, 4_096_000));
        assertThat(usage.cpuSeconds()).isEqualTo(17.51);
    }

    @Test
    void severalProcessesAddUp() {
        assertThat(new ProcessUsage(1, 10, 100).plus(new ProcessUsage(2, 20, 200)))
                .isEqualTo(new ProcessUsage(3, 30, 300));
    }

    @Test
    void whatIsNotThereIsNothing() {
        assertThat(ProcLines.number(STATUS, "VmSwap")).isZero();
    }

    @Test
    void theLoadIsThatOfTheLastMinute() {
        assertThat(Machine.load("5.62 5.18 3.71 9/218 26144\n")).isEqualTo(5.62);
    }

    @Test
    void theProcessorIsNamedOnce() {
        assertThat(Machine.processor(
                        "processor\t: 0\nmodel name\t: AMD EPYC\nprocessor\t: 1\nmodel name\t: AMD EPYC\n"))
                .isEqualTo("AMD EPYC");
        assertThat(Machine.processor("")).isEqualTo("unknown");
    }
}
