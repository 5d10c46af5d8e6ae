/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.varve.cli.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobCommandTest {
    private static final String RUNNING = "{\"job\":\"j1\",\"state\":\"running\",\"owner\":\"broker-1/7\","
            + "\"created\":\"2026-01-01T00:00:00.000Z\",\"ended\":null,\"topic\":\"orders\","
            + "\"target\":{\"topic\":\"copy\"},\"asked\":\"all partitions from earliest to latest\",\"rate\":500,"
            + "\"records\":10,\"bytes\":2048,\"recordsFromObjects\":4,\"offsetsLeft\":90,\"failures\":0,"
            + "\"error\":null}";
    private static final String FAILED = "{\"job\":\"j2\",\"state\":\"failed\",\"owner\":null,"
            + "\"created\":\"2026-01-01T00:00:00.000Z\",\"ended\":\"2026-01-01T00:01:00.000Z\",\"topic\":\"orders\","
            + "\"target\":{\"topic\":\"gone\"},\"asked\":\"all partitions from earliest to latest\",\"rate\":null,"
            + "\"records\":0,\"bytes\":0,\"recordsFromObjects\":0,"
            + "\"offsetsLeft\":100,\"failures\":3,\"error\":{\"code\":\"TOPIC_NOT_FOUND\",\"detail\":\"no gone\",\"retriable\":false}}";
    private static final String FOR_GROUP = "{\"job\":\"j3\",\"state\":\"done\",\"owner\":null,"
            + "\"created\":\"2026-01-01T00:00:00.000Z\",\"ended\":\"2026-01-01T00:00:00.000Z\",\"topic\":\"orders\","
            + "\"target\":{\"group\":\"billing\"},\"records\":0,\"bytes\":0,\"recordsFromObjects\":0,"
            + "\"offsetsLeft\":0,\"offsets\":7,\"failures\":0,\"error\":null}";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        answer("/jobs", "GET", 200, "{\"jobs\":[" + RUNNING + "," + FAILED + "]}\n");
        answer("/jobs/j1", "DELETE", 200, RUNNING.replace("running", "stopped"));
        answer("/jobs/j2", "GET", 200, FAILED);
        answer("/jobs/none", "GET", 404, "{\"status\":404,\"detail\":\"job is `none`\",\"code\":\"INVALID_ARGUMENT\"}");
        answer(
                "/jobs/j3",
                "GET",
                200,
                FOR_GROUP.replace("\"error\"", "\"partitions\":[{\"partition\":0,\"firstOffset\":3}],\"error\""));
        answer("/jobs/text", "GET", 200, "welcome");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void jobsAreListedAsTheServerHasThem() {
        assertThat(varve("job list").out()).isEqualTo("""
                        JOB  STATE    TOPIC   TARGET  RECORDS     SIZE  OFFSETS LEFT
                        j1   running  orders  copy         10  2.0 KiB            90
                        j2   failed   orders  gone          0      0 B           100
                        """);
        assertThat(varve("job list -o json").out()).isEqualTo("[" + RUNNING + "," + FAILED + "]\n");
    }

    @Test
    void aJobIsDescribedWithItsFailureAndStopped() {
        assertThat(varve("job describe j2").out()).isEqualTo("""
                        JOB  STATE   TOPIC   TARGET  RECORDS  SIZE  OFFSETS LEFT
                        j2   failed  orders  gone          0   0 B           100

                        created   2026-01-01T00:00:00.000Z
                        ended     2026-01-01T00:01:00.000Z
                        asked     all partitions from earliest to latest
                        rate      no limit
                        failures  3
                        TOPIC_NOT_FOUND: no gone
                        """);
        assertThat(varve("job describe j3").out()).contains("group billing");
        assertThat(varve("job describe j3 -o json").out()).isEqualTo(FOR_GROUP + "\n");
        assertThat(varve("job stop j1 -o json").out()).isEqualTo(RUNNING.replace("running", "stopped") + "\n");
    }

    @Test
    void whatTheServerRefusesIsToldWithItsCode() {
        Run refused = varve("job describe none");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).isEqualTo("varve: INVALID_ARGUMENT: job is `none`\n");
        assertThat(varve("job describe text").err()).contains("is not the HTTP API of a Varve server");
    }

    @Test
    void aServerThatIsNotThereIsAnExitCodeOfItsOwn() {
        server.stop(0);
        Run run = varve("job list");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).startsWith("varve: UNREACHABLE: no server answers HTTP at 127.0.0.1:");
    }

    private void answer(String path, String method, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            boolean isThis = exchange.getRequestMethod().equals(method)
                    && exchange.getRequestURI().getPath().equals(path);
            exchange.sendResponseHeaders(isThis ? status : 500, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private Run varve(String line) {
        String http = "--http=127.0.0.1:" + server.getAddress().getPort();
        return Run.varve(
                Stream.concat(Arrays.stream(line.split(" ")), Stream.of(http)).toArray(String[]::new));
    }
}
