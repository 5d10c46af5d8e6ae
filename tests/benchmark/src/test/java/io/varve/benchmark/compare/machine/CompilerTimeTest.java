/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompilerTimeTest {
    @Test
    void thisProcessHasCompiledSomethingInNoMoreThanAllOfItsTime() throws IOException {
        long compilers =
                new CompilerTime().ticks(List.of(ProcessHandle.current().pid()));

        assertThat(compilers).isBetween(1L, ProcStat.self().cpuTicks());
    }

    @Test
    void compilersAreKnownByNamesThatTheKernelCutsShort() {
        assertThat(CompilerTime.isCompiler("C2 CompilerThre\n")).isTrue();
        assertThat(CompilerTime.isCompiler("C1 CompilerThre\n")).isTrue();
        assertThat(CompilerTime.isCompiler("GC Thread#0\n")).isFalse();
        assertThat(CompilerTime.isCompiler("main\n")).isFalse();
    }
}
