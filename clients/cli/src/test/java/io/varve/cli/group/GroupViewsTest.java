/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.cli.Printed;
import io.varve.client.admin.GroupDescription;
import io.varve.client.admin.GroupPartition;
import io.varve.client.admin.GroupSummary;
import io.varve.client.admin.ProgressMove;
import io.varve.client.record.TopicPartition;
import io.varve.protocol.name.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GroupViewsTest {
    private static final GroupDescription BILLING = new GroupDescription(
            "billing",
            List.of(new GroupDescription.Member(
                    "m1",
                    "varve-cli",
                    List.of("orders", "refunds"),
                    List.of(partition("orders", 0), partition("refunds", 0)))),
            List.of(
                    new GroupPartition(
                            partition("orders", 0),
                            Optional.of("m1"),
                            900,
                            1000,
                            100,
                            Optional.of(Duration.ofMillis(2_500))),
                    new GroupPartition(partition("orders", 1), Optional.empty(), -1, 7, 7, Optional.empty()),
                    new GroupPartition(
                            partition("refunds", 0), Optional.of("m1"), 5, 5, 0, Optional.of(Duration.ZERO))));

    @Test
    void aListHasMembersAndTopics() {
        GroupList.Listed listed = new GroupList.Listed(List.of(
                new GroupSummary("billing", 2, List.of("orders", "refunds")), new GroupSummary("x", 0, List.of())));
        assertThat(Printed.table(listed)).isEqualTo("""
                        GROUP    MEMBERS  TOPICS
                        billing        2  orders, refunds
                        x              0
                        """);
        assertThat(Printed.json(listed))
                .isEqualTo("[{\"group\":\"billing\",\"members\":2,\"topics\":[\"orders\",\"refunds\"]},"
                        + "{\"group\":\"x\",\"members\":0,\"topics\":[]}]\n");
    }

    @Test
    void aDescriptionIsAboutOneTopic() {
        DescribedGroup described = DescribedGroup.of(TopicName.parse("public/default/orders"), BILLING);
        assertThat(Printed.table(described)).isEqualTo("""
                        group    billing
                        topic    orders
                        members  1
                        lag      107 records, 2.5s

                        MEMBER  CLIENT     PARTITIONS
                        m1      varve-cli  0

                        PARTITION  COMMITTED  NEXT  LAG  LAG TIME  MEMBER
                                0        900  1000  100      2.5s  m1
                                1          -     7    7         ?  -
                        """);
        assertThat(Printed.json(described))
                .isEqualTo("{\"group\":\"billing\",\"topic\":\"orders\",\"lagRecords\":107,"
                        + "\"members\":[{\"memberId\":\"m1\",\"clientId\":\"varve-cli\",\"partitions\":[0]}],"
                        + "\"partitions\":["
                        + "{\"partition\":0,\"memberId\":\"m1\",\"committedOffset\":900,\"nextOffset\":1000,"
                        + "\"lagRecords\":100,\"lagSeconds\":2.5},"
                        + "{\"partition\":1,\"memberId\":null,\"committedOffset\":null,\"nextOffset\":7,"
                        + "\"lagRecords\":7,\"lagSeconds\":null}]}\n");
    }

    @Test
    void aSeekSaysFromWhereToWhereAndHowManyRecordsThatIs() {
        SoughtView sought = new SoughtView(
                "orders",
                "billing",
                List.of(
                        new ProgressMove(0, OptionalLong.of(900), 100, -800),
                        new ProgressMove(1, OptionalLong.empty(), 7, 7)),
                true);
        assertThat(Printed.table(sought)).isEqualTo("""
                        PARTITION  FROM   TO  RECORDS
                                0   900  100     -800
                                1     -    7        7
                        nothing was moved
                        """);
        assertThat(Printed.json(sought))
                .isEqualTo("{\"topic\":\"orders\",\"group\":\"billing\",\"dryRun\":true,\"partitions\":["
                        + "{\"partition\":0,\"from\":900,\"to\":100,\"records\":-800},"
                        + "{\"partition\":1,\"from\":null,\"to\":7,\"records\":7}]}\n");
    }

    private static TopicPartition partition(String topic, int number) {
        return new TopicPartition(topic, number);
    }
}
