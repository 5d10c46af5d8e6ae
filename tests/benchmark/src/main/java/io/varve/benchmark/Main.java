/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark;

import io.varve.benchmark.compare.CompareCommand;
import io.varve.benchmark.compare.profile.ProfileCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts what the first argument names, with the others. */
public final class Main {
    private Main() {}

    /** {@code compare}: Varve beside others. {@code profile}: where Varve's time goes. {@code jmh}: what hot parts cost, with JMH's own options. */
    public static void main(String[] arguments) throws IOException {
        String what = arguments.length == 0 ? "" : arguments[0];
        String[] others = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
        switch (what) {
            case "compare" -> CompareCommand.main(others);
            case "profile" -> ProfileCommand.main(others);
            case "jmh" -> org.openjdk.jmh.Main.main(withAllocations(others));
            default ->
                throw new IllegalArgumentException("the first argument is compare, profile or jmh, not '" + what + "'");
        }
    }

    /** Bytes allocated say as much of a hot part as its time does: they are measured unless another profiler is named. */
    private static String[] withAllocations(String[] arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("-prof")) {
            all.addAll(List.of("-prof", "gc"));
        }
        return all.toArray(String[]::new);
    }
}
