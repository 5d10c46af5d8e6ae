/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.simulation.broker.Wiring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fixed set of seeds; many more by {@code bin/varve simulate}. */
class SeedsTest {
    static final int SEEDS = 40;

    /** Each runs once, whichever test asks first. */
    private static final Map<Integer, Outcome> OUTCOMES = new ConcurrentHashMap<>();

    private static IntStream seeds() {
        return IntStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everythingIsAsItMustBeWhateverBefallsTheCluster(int seed) {
        Outcome outcome = outcome(seed);
        assertThat(outcome.violation())
                .as("seed %d; bin/varve simulate --seeds 1 --seed %d --trace shows what came before", seed, seed)
                .isNull();
        assertThat(outcome.operations()).containsKeys("produce ok", "commit ok", "fetch committed ok");
    }

    /** What never happens isn't simulated: a broker that idles would pass. */
    @Test
    void togetherTheyMeetEveryFaultAndTryEverythingThatIsChecked() {
        Tally all = new Tally();
        seeds().forEach(seed -> all.add(outcome(seed)));

        assertThat(all.faults())
                .containsKeys("slow message", "crash", CrashPoints.CRASH, "standstill", "stop", "drain");
        assertThat(all.faults()).containsKeys("cut off from metadata", "third party fences", "bookie away");
        assertThat(all.faults()).containsKeys("answers withheld", "metadata away");
        for (String port : List.of("ledgers", "metadata", "objects", "client network")) {
            assertThat(all.faults()).containsKeys(port + " refused", port + " request lost", port + " reply lost");
        }
        assertThat(all.operations())
                .containsKeys("read from tail ok", "read from ledger ok", "read from object ok", "produce with id ok");
        assertThat(all.images()).isPositive();
        assertThat(all.deletedLedgers()).isPositive();
        assertThat(all.inherited()).isPositive();
    }

    private static Outcome outcome(int seed) {
        return OUTCOMES.computeIfAbsent(seed, it -> Simulation.run(Scale.USUAL, it, Wiring.SOUND));
    }

    @Test
    void sameSeedGivesTheSameTraceInAnotherJvm() {
        Outcome here = Simulation.run(Scale.USUAL, 7, Wiring.SOUND);
        assertThat(Simulation.run(Scale.USUAL, 7, Wiring.SOUND).traceHash()).isEqualTo(here.traceHash());
        assertThat(elsewhere(7)).contains(Tally.of(here).trace());
        assertThat(Simulation.run(Scale.USUAL, 8, Wiring.SOUND).traceHash()).isNotEqualTo(here.traceHash());
    }

    /** What a JVM of its own prints; identity hashes and the order of unordered sets are others there. */
    private static String elsewhere(long seed) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder jvm = new ProcessBuilder(List.of(
                java.toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.varve.simulation.Main",
                "--seeds",
                "1",
                "--seed",
                Long.toString(seed)));
        try {
            Process process = jvm.redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
