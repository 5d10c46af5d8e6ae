/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import io.varve.simulation.broker.Wiring;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs seeds one after the other, and says what went wrong in them and whether everything was as it must be all the same. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Runs simulated clusters by seeds, with faults, and checks what must be true.")
public final class Main implements Callable<Integer> {
    private static final int VIOLATED = 5;

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds to run (${DEFAULT-VALUE}).")
    private int seeds = 100;

    @Option(names = "--seed", paramLabel = "S", description = "The first of them (${DEFAULT-VALUE}).")
    private long first = 1;

    @Option(
            names = "--crash-points",
            description =
                    "Instead: crashes at every call to a store that rolls, snapshots, copies, deletions, takeovers and"
                            + " moves make, by these seeds.")
    private boolean crashPoints;

    @Option(names = "--trace", description = "With a seed that fails: prints the last events before that.")
    private boolean trace;

    @Option(names = "--coverage", description = "Says how many lines of log, shard and cluster have run; slower.")
    private boolean coverage;

    private final PrintStream out;

    private Main(PrintStream out) {
        this.out = out;
    }

    /** Exit codes: 0 all seeds clean, 5 one wasn't, 2 usage. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main(System.out)).execute(arguments));
    }

    @Override
    public Integer call() {
        Tally tally = new Tally();
        long beganNanos = System.nanoTime();
        for (long seed = first; seed < first + seeds; seed++) {
            if (crashPoints) {
                for (CrashPoints.Deed deed : CrashPoints.Deed.values()) {
                    crash(deed, seed, tally);
                }
            } else {
                count(tally, Simulation.run(Scale.USUAL, seed, Wiring.SOUND), "seed " + seed);
            }
        }
        out.print(tally.report((System.nanoTime() - beganNanos) / 1_000_000));
        if (coverage) {
            out.print(Coverage.report());
        }
        return tally.failed() == 0 ? 0 : VIOLATED;
    }

    private void crash(CrashPoints.Deed deed, long seed, Tally tally) {
        long calls = CrashPoints.undisturbed(deed, seed).effects();
        for (long call = 0; call < calls; call++) {
            for (boolean afterwards : new boolean[] {false, true}) {
                String what = "seed " + seed + ", " + deed + " with a crash " + (afterwards ? "after" : "before")
                        + " call " + call;
                count(tally, CrashPoints.disturbed(deed, seed, call, afterwards), what);
            }
        }
        out.printf("seed %d: %s makes %d calls%n", seed, deed, calls);
    }

    private void count(Tally tally, Outcome outcome, String what) {
        tally.add(outcome);
        if (outcome.violation() != null) {
            out.println(what + ": " + outcome.violation());
            if (trace) {
                outcome.last().forEach(out::println);
            }
        }
    }
}
