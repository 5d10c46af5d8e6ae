/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
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
    void aPeakThatWasForgottenIsNotLessThanWhatIsResidentNow() throws IOException {
        long self = ProcessHandle.current().pid();
        long before = ProcessUsage.of(self).peakRssBytes();

        ProcessUsage.forgetPeak(self);

        assertThat(ProcessUsage.of(self).peakRssBytes()).isBetween(1L, 2 * before);
    }

    @Test
    void aProcessThatIsGoneKeepsItsPeak() {
        assertThat(ProcessUsage.forgetPeak(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void processorsThatOthersTookAreNeitherOursNorIdleNorInterrupts() {
        Processors before = Processors.parse("cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\n");
        Processors during =
                Processors.parse("cpu  300 20 80 400 50 5 45 100 0 0\n").since(before);

        assertThat(during).isEqualTo(new Processors(400, 100, 1000));
        assertThat(during.otherPercent(250)).isEqualTo(15);
        assertThat(during.otherPercent(500)).isZero();
        assertThat(during.stolenPercent()).isEqualTo(10);
    }

    @Test
    void anotherTextIsNotTakenForTheStateOfProcessors() {
        assertThatIllegalArgumentException().isThrownBy(() -> Processors.parse("cpu0 1 2 3 4 5 6 7 8"));
        assertThatIllegalArgumentException().isThrownBy(() -> Processors.parse(""));
    }

    @Test
    void whatIsOnItsWayToADiskIsUnwrittenToo() {
        String meminfo = "MemFree: 1 kB\nDirty:  300 kB\nWriteback:  20 kB\nWritebackTmp: 5 kB\n";

        assertThat(PageCache.unwrittenBytes(meminfo)).isEqualTo(320 * 1024);
    }

    @Test
    void theProcessorIsNamedOnce() {
        assertThat(Machine.processor(
                        "processor\t: 0\nmodel name\t: AMD EPYC\nprocessor\t: 1\nmodel name\t: AMD EPYC\n"))
                .isEqualTo("AMD EPYC");
        assertThat(Machine.processor("")).isEqualTo("unknown");
    }
}
