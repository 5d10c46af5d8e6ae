/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.cli.Printed;
import io.varve.client.admin.Broker;
import io.varve.client.admin.NewTopic;
import io.varve.client.admin.PartitionDescription;
import io.varve.client.admin.TopicDescription;
import io.varve.client.admin.TopicSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TopicViewsTest {
    private static final TopicSummary ORDERS = new TopicSummary(
            "orders",
            new UUID(1, 2),
            2,
            Optional.of(Duration.ofDays(30)),
            OptionalLong.of(10L << 30),
            Optional.of(Duration.ofDays(1)));
    private static final TopicSummary AUDIT = new TopicSummary(
            "acme/eu/audit", new UUID(3, 4), 1, Optional.of(NewTopic.FOR_EVER), OptionalLong.empty(), Optional.empty());
    private static final TopicSummary PLAIN =
            new TopicSummary("plain", new UUID(5, 6), 16, Optional.empty(), OptionalLong.empty(), Optional.empty());

    @Test
    void aListHasARowForEachTopic() {
        assertThat(Printed.table(new TopicList.Listed(List.of(ORDERS, AUDIT, PLAIN))))
                .isEqualTo("""
                        TOPIC          PARTITIONS  RETENTION  SIZE LIMIT  DEDUP  TOPIC ID
                        orders                  2  30d          10.0 GiB  1d     00000000-0000-0001-0000-000000000002
                        acme/eu/audit           1  forever          none  none   00000000-0000-0003-0000-000000000004
                        plain                  16  default          none  none   00000000-0000-0005-0000-000000000006
                        """);
    }

    @Test
    void aListInJsonIsAnArrayEvenWhenItIsEmpty() {
        assertThat(Printed.json(new TopicList.Listed(List.of()))).isEqualTo("[]\n");
        assertThat(Printed.json(new TopicList.Listed(List.of(ORDERS, AUDIT, PLAIN))))
                .isEqualTo(
                        "[{\"topic\":\"orders\",\"topicId\":\"00000000-0000-0001-0000-000000000002\",\"partitions\":2,"
                                + "\"retentionMs\":2592000000,\"retentionBytes\":10737418240,\"dedupWindowMs\":86400000},"
                                + "{\"topic\":\"acme/eu/audit\",\"topicId\":\"00000000-0000-0003-0000-000000000004\","
                                + "\"partitions\":1,\"retentionMs\":-1,\"retentionBytes\":null,\"dedupWindowMs\":null},"
                                + "{\"topic\":\"plain\",\"topicId\":\"00000000-0000-0005-0000-000000000006\",\"partitions\":16,"
                                + "\"retentionMs\":null,\"retentionBytes\":null,\"dedupWindowMs\":null}]\n");
    }

    @Test
    void aDescriptionSaysWhereTheBytesAre() {
        assertThat(Printed.table(described())).isEqualTo("""
                        topic       orders
                        id          00000000-0000-0001-0000-000000000002
                        created     2026-01-01T00:00:00.000Z
                        retention   30d
                        size limit  10.0 GiB
                        dedup       1d
                        records     900

                        PARTITION  SHARD  OWNER           FIRST  NEXT  MEMORY  LEDGERS  OBJECTS  LAST APPEND
                                0      7  127.0.0.1:7650    100  1000     0 B  1.0 KiB  3.0 MiB  2026-01-02T03:04:05.678Z
                                1      3  127.0.0.1:7650      0     0     0 B      0 B      0 B  -
                        """);
    }

    @Test
    void aDescriptionInJsonHasExactNumbersAndTimes() {
        assertThat(Printed.json(described()))
                .isEqualTo("{\"topic\":\"orders\",\"topicId\":\"00000000-0000-0001-0000-000000000002\","
                        + "\"created\":\"2026-01-01T00:00:00.000Z\",\"retentionMs\":2592000000,"
                        + "\"retentionBytes\":10737418240,\"dedupWindowMs\":86400000,\"partitions\":["
                        + "{\"partition\":0,\"shard\":7,\"owner\":\"127.0.0.1:7650\",\"firstOffset\":100,"
                        + "\"nextOffset\":1000,\"memoryBytes\":0,\"ledgerBytes\":1024,\"objectBytes\":3145728,"
                        + "\"lastAppend\":\"2026-01-02T03:04:05.678Z\"},"
                        + "{\"partition\":1,\"shard\":3,\"owner\":\"127.0.0.1:7650\",\"firstOffset\":0,"
                        + "\"nextOffset\":0,\"memoryBytes\":0,\"ledgerBytes\":0,\"objectBytes\":0,"
                        + "\"lastAppend\":null}]}\n");
    }

    @Test
    void sealingNamesTheShards() {
        assertThat(Printed.table(new TopicSeal.Sealed("orders", List.of(3, 7), false)))
                .isEqualTo("orders: sealed shards 3, 7\n");
        assertThat(Printed.table(new TopicSeal.Sealed("orders", List.of(), false)))
                .isEqualTo("orders: nothing to seal\n");
        assertThat(Printed.json(new TopicSeal.Sealed("orders", List.of(3, 7), true)))
                .isEqualTo("{\"topic\":\"orders\",\"shards\":[3,7],\"dryRun\":true}\n");
    }

    private static DescribedTopic described() {
        Broker broker = new Broker("b1", "127.0.0.1", 7650);
        return new DescribedTopic(new TopicDescription(
                ORDERS,
                Instant.parse("2026-01-01T00:00:00Z"),
                List.of(
                        new PartitionDescription(
                                0,
                                7,
                                broker,
                                100,
                                1000,
                                0,
                                1024,
                                3 << 20,
                                Optional.of(Instant.parse("2026-01-02T03:04:05.678Z"))),
                        new PartitionDescription(1, 3, broker, 0, 0, 0, 0, 0, Optional.empty()))));
    }
}
