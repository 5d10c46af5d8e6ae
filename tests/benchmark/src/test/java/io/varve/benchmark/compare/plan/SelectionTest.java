/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final List<Case> OWN = OwnCases.at(Scale.QUICK);
    private static final List<Case> ALL =
            Stream.concat(Cases.at(Scale.QUICK).stream(), OWN.stream()).toList();

    @Test
    void everyLaneOfAWorkloadHasItsOwnName() {
        ALL.forEach(each -> assertThat(each.entries())
                .extracting(entry -> entry.lane().name())
                .doesNotHaveDuplicates());
    }

    @Test
    void lanesOfOneNameAreOneSystemAndDriver() {
        assertThat(ALL.stream()
                        .flatMap(each -> each.entries().stream())
                        .map(entry -> entry.lane().name() + " " + entry.lane().system() + " "
                                + entry.lane().driver())
                        .distinct()
                        .map(text -> text))
                .hasSameSizeAs(ALL.stream()
                        .flatMap(each -> each.entries().stream())
                        .map(entry -> entry.lane().name())
                        .distinct()
                        .toList());
    }

    @Test
    void aWorkloadStandsForItsOtherFormsToo() {
        assertThat(Selection.of(ALL, List.of("W6", "W1"))).extracting(Case::id).containsExactly("W1", "W6", "W6-16");
        assertThat(Selection.of(ALL, List.of("W6-16"))).extracting(Case::id).containsExactly("W6-16");
    }

    @Test
    void withoutAWishAllAreMeant() {
        assertThat(Selection.of(ALL, List.of())).isEqualTo(ALL);
    }

    @Test
    void anUnknownWorkloadIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Selection.of(ALL, List.of("W1", "W77")))
                .withMessageContaining("W77");
    }

    @Test
    void theQuickOneHasVarveKafkaAndPulsarInEachWorkload() {
        List<Case> quick = Selection.quick(ALL);

        assertThat(quick).extracting(Case::id).containsExactly("W1", "W2", "W5", "W6");
        assertThat(quick).allSatisfy(each -> {
            assertThat(each.entries())
                    .extracting(entry -> entry.lane().driver())
                    .contains("varve", "kafka", "pulsar");
            assertThat(each.entries()).noneMatch(entry -> entry.lane().system().equals(Lanes.KAFKA_FSYNC));
        });
    }

    @Test
    void whereVarveRunsBesideItselfTheNativeClientComesFirstAndAllAreOnOneServer() {
        assertThat(OWN).allSatisfy(each -> {
            assertThat(each.entries().get(0).lane()).isEqualTo(Lanes.VARVE_WITH_TIERING);
            assertThat(each.entries())
                    .hasSize(2)
                    .allMatch(entry -> entry.lane().system().equals(Lanes.VARVE_TIERING));
            assertThat(each.entries())
                    .extracting(entry -> entry.lane().family())
                    .doesNotHaveDuplicates();
            assertThat(each.entries())
                    .extracting(entry -> entry.script().load())
                    .containsOnly(each.entries().get(0).script().load());
        });
    }

    @Test
    void withManyTopicsAllClientsHaveTheSameMemoryAtMost() {
        int topics = Scale.FULL.topics();
        Case many = Selection.of(Cases.at(Scale.FULL), List.of("W4-max")).get(0);

        assertThat(many.entries()).hasSize(6);
        assertThat(many.entries())
                .extracting(Entry::lane)
                .filteredOn(lane -> lane.driver().equals("varve"))
                .hasSize(2)
                .allMatch(lane -> Long.parseLong(lane.settings().get("memoryBytes")) * topics <= 256 << 20);
        assertThat(many.entries())
                .extracting(entry -> entry.lane().settings())
                .filteredOn(settings -> settings.containsKey("batch.size") || settings.containsKey("batchingMaxBytes"))
                .hasSize(2)
                .allMatch(settings -> settings.containsValue("268435456") && settings.containsValue("65536"));
    }

    @Test
    void backlogsAreReadFromLedgersAlone() {
        assertThat(Selection.of(Cases.at(Scale.FULL), List.of("W6"))).allSatisfy(each -> assertThat(each.entries())
                .extracting(Entry::lane)
                .contains(Lanes.VARVE_PLAIN, Lanes.VARVE_WITH_TIERING));
    }

    @Test
    void whatIsLeftOutIsTold() {
        List<String> leftOut = Selection.leftOut(ALL, Selection.quick(ALL));

        assertThat(leftOut).anyMatch(line -> line.startsWith("W3: "));
        assertThat(leftOut).anyMatch(line -> line.startsWith("W1 of ") && line.contains("Kafka, fsync"));
        assertThat(Selection.leftOut(ALL, ALL)).isEmpty();
    }
}
