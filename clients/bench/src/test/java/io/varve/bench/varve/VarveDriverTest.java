/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.varve.bench.driver.Driver;
import io.varve.bench.load.Load;
import io.varve.bench.load.LoadListener;
import io.varve.bench.workload.Result;
import io.varve.bench.workload.Sending;
import io.varve.bench.workload.Span;
import io.varve.bench.workload.Work;
import io.varve.bench.workload.Workload;
import io.varve.bench.workload.Written;
import io.varve.client.VarveClient;
import io.varve.client.fake.FakeCluster;
import io.varve.client.reader.Reader;
import io.varve.client.reader.StartPosition;
import io.varve.client.record.ReceivedRecord;
import io.varve.client.record.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The load generator before a cluster in memory. */
class VarveDriverTest {
    private static final int RECORDS = 100;

    private final FakeCluster cluster = new FakeCluster(1);

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void recordsComeBackAsTheyWereSent() {
        assertThat(ids(Map.of())).isEmpty();
    }

    @Test
    void withMessageIdsEachRecordHasItsOwn() {
        assertThat(ids(Map.of("messageIds", "true")))
                .hasSize(RECORDS + 2)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.length() == 36);
    }

    @Test
    void settingsThatNobodyKnowsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver(Map.of("linger", "5ms")))
                .withMessageContaining("linger");
    }

    private List<String> ids(Map<String, String> settings) {
        try (Driver driver = driver(settings)) {
            Workload workload = Workload.of("produce", Work.PRODUCE, 64)
                    .sending(new Sending(2, 0, false))
                    .span(Span.sending(0, RECORDS));
            Result result = new Load("varve", settings, driver).run(workload, LoadListener.NONE);
            assertThat(result.refused()).isNull();
            return idsIn(Objects.requireNonNull(result.written()));
        }
    }

    private List<String> idsIn(Written written) {
        List<String> ids = new ArrayList<>();
        try (VarveClient client = cluster.client();
                Reader<byte[]> reader = client.newReader(Schema.bytes())
                        .topic(written.topics().get(0))
                        .from(StartPosition.earliest())
                        .create()) {
            long read = 0;
            while (read < written.records()) {
                List<ReceivedRecord<byte[]>> records = reader.poll(Duration.ofSeconds(10));
                assertThat(records).isNotEmpty();
                read += records.size();
                records.stream()
                        .flatMap(record -> record.headers().stream())
                        .filter(header -> header.key().equals("varve-message-id"))
                        .forEach(header ->
                                ids.add(new String(Objects.requireNonNull(header.value()), StandardCharsets.UTF_8)));
            }
        }
        return ids;
    }

    private Driver driver(Map<String, String> settings) {
        return new VarveDriverFactory().open(cluster.broker(0).address(), settings);
    }
}
