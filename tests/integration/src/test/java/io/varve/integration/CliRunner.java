/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** Runs lines as users type them, without their {@code varve}, against one server. */
interface CliRunner {

    /** Each line by {@code bin/varve}, as a process of its own. */
    static CliRunner ofProcesses(ServerProcess server) {
        return (input, line) -> ProgramRun.ofVarve(Map.of("VARVE_SERVER", server.address()), input, line.split(" "));
    }

    /** Each line in this JVM, without what a process costs. */
    static CliRunner inThisProcess(ServerProcess server) {
        return (input, line) -> ProgramRun.ofCommand(input, ("--server " + server.address() + " " + line).split(" "));
    }

    /** What the line left behind, given this on stdin. */
    ProgramRun run(String input, String line) throws Exception;

    /** What a line printed that has to succeed. */
    default String succeed(String line) throws Exception {
        return succeed("", line);
    }

    /** The same, given this on stdin. */
    default String succeed(String input, String line) throws Exception {
        ProgramRun run = run(input, line);
        assertThat(run.exitCode()).as("%s: %s", line, run.err()).isZero();
        return run.out();
    }

    /** Runs a line that has to fail with one sentence of this code, and nothing else. */
    default void refused(int exitCode, String code, String line) throws Exception {
        ProgramRun run = run("", line);
        assertThat(run.exitCode()).as(line).isEqualTo(exitCode);
        assertThat(run.err()).as(line).startsWith("varve: " + code + ": ").hasLineCount(1);
        assertThat(run.out()).as(line).isEmpty();
    }

    /** What a line prints that has to succeed, while others run. */
    default CompletableFuture<String> inBackground(String line) {
        CompletableFuture<String> printed = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            try {
                printed.complete(succeed(line));
            } catch (Exception | AssertionError e) {
                printed.completeExceptionally(e);
            }
        });
        runner.setDaemon(true);
        runner.start();
        return printed;
    }

    /** The sum of all numbers of a name in what is JSON. */
    static long sum(String json, String name) {
        return Pattern.compile("\"" + name + "\":(\\d+)")
                .matcher(json)
                .results()
                .mapToLong(number -> Long.parseLong(number.group(1)))
                .sum();
    }
}
