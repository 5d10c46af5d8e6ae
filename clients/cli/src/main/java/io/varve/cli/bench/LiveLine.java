/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.bench;

import io.varve.bench.load.LoadListener;
import io.varve.bench.workload.Second;
import io.varve.bench.workload.Workload;
import io.varve.cli.run.Terminal;
import java.util.Locale;

/** A line on stderr that says how a run goes, if stderr is a terminal; a log file is spared. */
class LiveLine implements LoadListener, AutoCloseable {
    /** Back to the left, and clear the line. */
    private static final String AGAIN = "\r\u001b[K";

    private static final double MB = 1e6;

    private final Terminal terminal;
    private final Workload workload;
    private double before;

    LiveLine(Terminal terminal, Workload workload) {
        this.terminal = terminal;
        this.workload = workload;
    }

    @Override
    public void preparing(Workload unused) {
        print(workload.isProducing() ? "warming up ..." : "preparing ...");
    }

    @Override
    public void measuring(Workload unused) {
        print("measuring ...");
    }

    @Override
    public void passed(Second second) {
        double seconds = second.end() - before;
        before = second.end();
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%3.0f s", second.end()));
        if (workload.isProducing()) {
            append(line, "in", second.recordsIn() / seconds);
            appendTimes(line, "ack", second.ackP50Millis(), second.ackP99Millis());
        }
        if (workload.isConsuming()) {
            append(line, "out", second.recordsOut() / seconds);
        }
        if (workload.isProducing() && workload.isConsuming()) {
            appendTimes(line, "end to end", second.endToEndP50Millis(), second.endToEndP99Millis());
        }
        print(line.toString());
    }

    @Override
    public void checking(Workload unused) {
        print("checking every record ...");
    }

    private void append(StringBuilder line, String what, double recordsPerSecond) {
        line.append(String.format(
                Locale.ROOT,
                "   %s %,.0f records/s, %.1f MB/s",
                what,
                recordsPerSecond,
                recordsPerSecond * workload.recordBytes() / MB));
    }

    private static void appendTimes(StringBuilder line, String what, double p50Millis, double p99Millis) {
        line.append(String.format(Locale.ROOT, "   %s p50 %.1f ms, p99 %.1f ms", what, p50Millis, p99Millis));
    }

    private void print(String line) {
        if (terminal.errIsTerminal()) {
            terminal.err().print(AGAIN + line);
            terminal.err().flush();
        }
    }

    /** Clears the line. */
    @Override
    public void close() {
        print("");
    }
}
