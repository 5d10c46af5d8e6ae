/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.varve.bench.driver.Driver;
import io.varve.bench.load.Load;
import io.varve.bench.load.LoadListener;
import io.varve.bench.workload.Figures;
import io.varve.bench.workload.Flow;
import io.varve.bench.workload.Result;
import io.varve.bench.workload.Sending;
import io.varve.bench.workload.Span;
import io.varve.bench.workload.Topics;
import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import io.varve.client.VarveClient;
import io.varve.client.fake.FakeCluster;
import io.varve.client.fake.Fault;
import io.varve.http.HttpConfig;
import io.varve.http.HttpGateway;
import io.varve.http.job.MemoryJobStore;
import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.CommandType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The load generator before a gateway, behind which there is a cluster in memory. */
class HttpDriverTest {
    private static final int RECORDS = 400;
    private static final HttpConfig CONFIG = new HttpConfig(
            "127.0.0.1",
            0,
            8 << 20,
            16 << 20,
            100,
            100,
            20,
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10));

    private final FakeCluster cluster = new FakeCluster(1);
    private final VarveClient client = cluster.client();
    private HttpGateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new HttpGateway(
                CONFIG,
                client,
                Optional.empty(),
                new MemoryJobStore().process("gateway"),
                Map.of(
                        "metrics", call -> CompletableFuture.completedFuture(HttpGateway.text("text/plain", "")),
                        "ready",
                                call -> CompletableFuture.completedFuture(HttpGateway.text("application/json", "{}"))));
    }

    @AfterEach
    void close() {
        gateway.close();
        client.close(Duration.ofMillis(500));
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "7", "100"})
    void whatCallersSendComesBackOnceAndInOrder(String recordsPerRequest) {
        Workload load = produce().sending(new Sending(3, 0, false));

        Figures figures = figures(run(load, Map.of("recordsPerRequest", recordsPerRequest)));

        assertThat(Objects.requireNonNull(figures.in()).records()).isEqualTo(RECORDS);
    }

    @Test
    void keysGoWithTheirRecords() {
        Workload load = produce().keys(5).topics(Topics.fresh(2, 3)).sending(new Sending(2, 0, false));

        assertThat(run(load, Map.of()).refused()).isNull();
    }

    @Test
    void aLongPollGetsRecordsWhileTheyAreSent() {
        Workload load = Workload.of("e2e", Work.END_TO_END, 64)
                .sending(new Sending(4, 1_000, false))
                .span(Span.sending(0, RECORDS));

        Flow out = Objects.requireNonNull(
                figures(run(load, Map.of("recordsPerRequest", "1"))).out());

        assertThat(out.records()).isEqualTo(RECORDS);
        assertThat(Objects.requireNonNull(out.latency()).records()).isEqualTo(RECORDS);
    }

    @Test
    void aProblemIsNoAcknowledgement() {
        cluster.rule(CommandType.PRODUCE, Fault.Rule.always(Fault.error(ErrorCode.RECORD_TOO_LARGE)));

        assertThat(run(produce(), Map.of()).refused())
                .contains("a record was not stored", "was answered 413", "RECORD_TOO_LARGE");
    }

    @Test
    void aSuccessThatLacksARecordIsNone() {
        byte[] lacking = "{\"records\":[{\"partition\":0,\"offset\":7}]}".getBytes(StandardCharsets.UTF_8);

        Bodies.checkStored(lacking, 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> Bodies.checkStored(lacking, 2))
                .withMessageContaining("2 records was answered with 1 positions");
    }

    @Test
    void settingsThatNobodyKnowsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver(Map.of("linger", "5ms")))
                .withMessageContaining("linger");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver(Map.of("recordsPerRequest", "10001")))
                .withMessageContaining("10001");
    }

    private static Workload produce() {
        return Workload.of("produce", Work.PRODUCE, 64).span(Span.sending(0, RECORDS));
    }

    private Result run(Workload workload, Map<String, String> settings) {
        try (Driver driver = driver(settings)) {
            return new Load("varve-http", settings, driver).run(workload, LoadListener.NONE);
        }
    }

    private Driver driver(Map<String, String> settings) {
        return new HttpDriverFactory().open("127.0.0.1:" + gateway.address().getPort(), settings);
    }

    private static Figures figures(Result result) {
        assertThat(result.refused()).isNull();
        return Objects.requireNonNull(result.figures());
    }
}
