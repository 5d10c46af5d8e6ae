/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.replay;

import io.varve.cli.run.Terminal;
import io.varve.replay.ReplayJob;
import io.varve.replay.ReplayProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A bar on stderr while a job runs, if stderr is a terminal; a log file is spared. */
final class ProgressLine {
    private static final int INTERVAL_MILLIS = 200;
    /** Back to the left, and clear the line. */
    private static final String AGAIN = "\r\u001b[K";

    private final Terminal terminal;
    private final ReplayJob job;
    private final ProgressBar bar;
    private final long startNanos = System.nanoTime();
    private final CountDownLatch ended = new CountDownLatch(1);

    private ProgressLine(Terminal terminal, ReplayJob job) {
        this.terminal = terminal;
        this.job = job;
        this.bar = new ProgressBar(job.progress().offsetsLeft(), job.progress().bytes());
    }

    /** Runs the job, and shows how far it is meanwhile; see {@link ReplayJob#run}. */
    static ReplayProgress run(Terminal terminal, ReplayJob job) throws IOException {
        if (!terminal.errIsTerminal()) {
            return job.run();
        }
        ProgressLine line = new ProgressLine(terminal, job);
        Thread thread = new Thread(line::show, "progress");
        thread.setDaemon(true);
        thread.start();
        try {
            return job.run();
        } finally {
            line.end(thread);
        }
    }

    private void end(Thread thread) {
        ended.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show() {
        try {
            while (!ended.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                print(bar.line(job.progress(), Duration.ofNanos(System.nanoTime() - startNanos)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        print("");
    }

    private void print(String line) {
        terminal.err().print(AGAIN + line);
        terminal.err().flush();
    }
}
