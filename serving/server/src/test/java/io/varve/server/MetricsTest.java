/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.client.VarveClient;
import io.varve.client.admin.NewTopic;
import io.varve.client.producer.Producer;
import io.varve.client.producer.ProducerRecord;
import io.varve.client.record.Schema;
import io.varve.protocol.error.VarveException;
import io.varve.server.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a broker tells Prometheus. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int RECORDS = 30;
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (varve_\\w+) (\\w+)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(varve_\\w+)` \\| (\\w+) \\|.*\\|$");

    private Standalone server;
    private VarveClient client;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        server = new Standalone(
                new Configuration(Sections.ALL, Map.of("native.port", "0", "http.port", "0"), Map.of(), Map.of()),
                data);
        String address = Objects.requireNonNull(server.addresses().get("native"));
        client = VarveClient.builder().servers(address).build();
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void thePageListsEveryMetricWithItsTypeAndNoOther() throws Exception {
        String page = Files.readString(Path.of(System.getProperty("varve.root"), "docs", "operations.md"));

        assertThat(found(ROW, page))
                .containsExactlyInAnyOrderElementsOf(
                        found(TYPE, Metrics.of(server).text()));
    }

    @Test
    void whatIsMeasuredInTimeSaysSecondsAndNothingHasAnotherUnit() throws Exception {
        assertThat(found(TYPE, Metrics.of(server).text())).allSatisfy(metric -> {
            assertThat(metric).doesNotContainPattern("(_ms|_millis|_nanos|_minutes|_kb|_mb|_mib|_percent)(_total)? ");
            assertThat(metric.endsWith(" histogram")).isEqualTo(metric.matches("\\S+(?<!_age)_seconds \\w+"));
        });
    }

    @Test
    void whatHappensIsCounted() throws Exception {
        client.admin().createTopic(NewTopic.of("orders", 1));
        produce();
        client.admin().sealTopic("orders");
        assertThatThrownBy(() -> client.admin().describeTopic("nothing")).isInstanceOf(VarveException.class);

        Eventually.holds(
                "the segment is tiered", PATIENCE, () -> Metrics.of(server).sum("varve_shard_tiered_bytes_total") > 0);
        Metrics now = Metrics.of(server);
        assertThat(now.sum("varve_shard_appended_records_total")).isEqualTo(RECORDS);
        assertThat(now.sum("varve_shard_appended_bytes_total")).isPositive();
        assertThat(now.sum("varve_shard_append_seconds_count")).isPositive();
        assertThat(now.sum("varve_shard_append_seconds_sum")).isPositive();
        assertThat(now.text())
                .containsPattern("varve_shard_append_seconds_bucket\\{shard=\"\\d\",le=\"\\+Inf\",} [1-9]");
        assertThat(now.sum("varve_shard_entry_seconds_count")).isPositive();
        assertThat(now.sum("varve_shard_objects")).isPositive();
        assertThat(now.sum("varve_shard_tiering_failures_total")).isZero();
        assertThat(now.text())
                .containsPattern("varve_bookie_add_seconds_count\\{bookie=\"bookie-1\",} [1-9]")
                .contains("varve_bookies_writable 1.0")
                .contains("varve_shards_serving 8.0")
                .contains("varve_shards_not_serving 0.0")
                .contains("varve_jobs{state=\"waiting\",} 0.0")
                .contains("varve_transport_failures_total{command=\"get_topic\",code=\"topic_not_found\",} 1.0")
                .contains("varve_transport_requests_total{command=\"create_topic\",} 1.0")
                .contains("jvm_memory_bytes_used")
                .contains("process_open_fds");
        assertThat(now.sum("varve_transport_connections")).isPositive();
        assertThat(now.sum("varve_transport_unanswered_limit_bytes")).isEqualTo(256 << 20);
    }

    private void produce() {
        try (Producer<String> producer =
                client.newProducer(Schema.string()).topic("orders").create()) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(ProducerRecord.of("record")).join();
            }
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1) + " " + match.group(2))
                .toList();
    }
}
