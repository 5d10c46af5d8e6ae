/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP API's page, run word for word by the curl of this machine. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class HttpApiPageTest {
    private static final Path PAGE = Path.of(System.getProperty("varve.root"), "docs", "http-api.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)```\n(\\$ .*?)```");

    @Test
    void theSessionGoesAsThePageHasIt(@TempDir Path directory) throws Exception {
        List<Step> steps = steps();
        assertThat(steps).hasSizeGreaterThan(15);
        try (ServerProcess server = ServerProcess.start(ServerSettings.in(directory))) {
            for (Step step : steps) {
                String command = step.command.replace("localhost:7680", "127.0.0.1:" + server.httpPort());
                assertThat(run(command)).as(step.command).matches(step.answer);
            }
        }
    }

    private static List<Step> steps() throws Exception {
        List<Step> steps = new ArrayList<>();
        for (MatchResult block : BLOCK.matcher(Files.readString(PAGE)).results().toList()) {
            for (String step : block.group(1).split("(?m)^\\$ ")) {
                if (!step.isBlank()) {
                    String[] lines = step.split("\n", 2);
                    steps.add(new Step(lines[0], pattern(lines.length < 2 ? "" : lines[1])));
                }
            }
        }
        return steps;
    }

    private static Pattern pattern(String answer) {
        return Pattern.compile(
                Arrays.stream(answer.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    private static String run(String command) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + "\n" + printed).isZero();
        return printed;
    }

    private record Step(String command, Pattern answer) {}
}
