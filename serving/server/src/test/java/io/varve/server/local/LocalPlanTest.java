/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPlanTest {
    @TempDir
    Path dir;

    @Test
    void everyProcessHasItsOwnIdDirectoryAndPorts() throws IOException {
        LocalPlan plan = new LocalPlan(settings(new ClusterSize(3, 4, 3)), Optional.empty());

        assertThat(plan.members()).hasSize(10);
        assertThat(ports(plan))
                .hasSize(3 * 3 + 4 + 3 * 2)
                .doesNotHaveDuplicates()
                .allMatch(port -> port >= Ports.FIRST && port < Ports.LAST);
        assertThat(plan.members())
                .extracting(member -> member.keys().get("data.dir"))
                .doesNotHaveDuplicates();
        assertThat(plan.members(Role.BROKER))
                .extracting(member -> member.keys().get("broker.id"))
                .containsExactly("broker-1", "broker-2", "broker-3");
        assertThat(plan.members(Role.BOOKIE).get(3).keys())
                .containsEntry("bookie.id", "bookie-4")
                .containsEntry("cluster.zookeeper", plan.zooKeeper());
        assertThat(plan.members(Role.ZOOKEEPER))
                .extracting(member -> member.keys().get("zookeeper.servers"))
                .containsOnly(plan.members(Role.ZOOKEEPER).get(0).keys().get("zookeeper.servers"));
    }

    @Test
    void theNextStartUsesTheSamePorts() throws IOException {
        LocalPlan first = new LocalPlan(settings(new ClusterSize(1, 3, 1)), Optional.empty());
        LocalPlan second = new LocalPlan(settings(new ClusterSize(2, 3, 1)), Optional.of(file(first)));

        assertThat(ports(second)).containsAll(ports(first)).doesNotHaveDuplicates();
        assertThat(second.zooKeeper()).isEqualTo(first.zooKeeper());
    }

    @Test
    void anotherNumberOfZooKeeperServersIsRefused() throws IOException {
        ClusterFile three = file(new LocalPlan(settings(new ClusterSize(1, 1, 3)), Optional.empty()));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new LocalPlan(settings(new ClusterSize(1, 1, 1)), Optional.of(three)))
                .withMessage(dir + " holds a cluster with 3 ZooKeeper servers; it can't go on with 1");
    }

    @Test
    void whatIsSetReachesAllButNotWhatTellsThemApart() throws IOException {
        LocalSettings settings = new LocalSettings(
                dir,
                new ClusterSize(2, 1, 1),
                OptionalInt.of(7650),
                OptionalInt.empty(),
                Map.of("log.roll-bytes", "1MiB", "broker.id", "mine", "bookie.disk.full-percent", "95"),
                Set.of());

        LocalPlan plan = new LocalPlan(settings, Optional.empty());

        assertThat(plan.members())
                .allMatch(member -> "1MiB".equals(member.keys().get("log.roll-bytes")));
        assertThat(plan.members(Role.BOOKIE).get(0).keys()).containsEntry("bookie.disk.full-percent", "95");
        assertThat(plan.members(Role.BROKER).get(1).keys())
                .containsEntry("broker.id", "broker-2")
                .containsEntry("native.port", "7651");
    }

    @Test
    void whatIsSetForOneProcessReachesItAlone() throws IOException {
        LocalSettings settings = new LocalSettings(
                dir,
                new ClusterSize(2, 1, 1),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Map.of(),
                Map.of("broker-2", Map.of("cluster.zookeeper", "127.0.0.1:1")),
                Set.of());

        List<Member> brokers = new LocalPlan(settings, Optional.empty()).members(Role.BROKER);

        assertThat(brokers.get(0).keys().get("cluster.zookeeper")).isNotEqualTo("127.0.0.1:1");
        assertThat(brokers.get(1).keys()).containsEntry("cluster.zookeeper", "127.0.0.1:1");
        Member changed = brokers.get(1).with(Map.of("broker.id", "other"));
        changed.write();
        assertThat(changed.configuration())
                .content()
                .contains("broker.id=other\n")
                .contains("cluster.zookeeper=127.0.0.1\\:1\n");
    }

    @Test
    void theFileIsReadAsItWasWritten() throws IOException {
        ClusterFile file = file(new LocalPlan(settings(new ClusterSize(1, 1, 1)), Optional.empty()));

        file.write(dir);

        assertThat(ClusterFile.read(dir)).contains(file);
        assertThat(ClusterFile.read(dir.resolve("elsewhere"))).isEmpty();
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterSize(1, 1, 2))
                .withMessage("zookeepers must be 1, 3, 5 or 7, not 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new ClusterSize(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClusterSize(1, 33, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LocalSettings(
                        dir, new ClusterSize(3, 1, 1), OptionalInt.of(65534), OptionalInt.empty(), Map.of(), Set.of()))
                .withMessage("the first native port must be 1 to 65533 for 3 brokers, not 65534");
    }

    private LocalSettings settings(ClusterSize size) {
        return new LocalSettings(dir, size, OptionalInt.empty(), OptionalInt.empty(), Map.of(), Set.of());
    }

    private static List<Integer> ports(LocalPlan plan) {
        return plan.members().stream()
                .flatMap(member -> member.ports().values().stream())
                .toList();
    }

    private static ClusterFile file(LocalPlan plan) {
        return new ClusterFile(
                plan.zooKeeper(),
                plan.members().stream()
                        .map(member -> new ClusterFile.Entry(
                                member.name(),
                                member.role().word(),
                                0,
                                member.ports(),
                                member.directory().toString(),
                                member.log().toString(),
                                List.of("java")))
                        .toList());
    }
}
