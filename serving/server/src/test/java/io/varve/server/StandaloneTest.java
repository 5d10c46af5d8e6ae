/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.log.Quorum;
import io.varve.log.Segment;
import io.varve.log.ShardNode;
import io.varve.metadata.MetadataStore;
import io.varve.metadata.Versioned;
import io.varve.server.config.Configuration;
import io.varve.server.config.InvalidConfiguration;
import io.varve.server.node.StartRefused;
import io.varve.zookeeper.ZooKeeperNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StandaloneTest {

    @Test
    @Timeout(value = 90, unit = TimeUnit.SECONDS)
    void aWholeClusterStartsStopsAndStartsAgainOnTheSameDirectory(@TempDir Path data) throws Exception {
        String clusterMetrics;
        try (Standalone standalone = new Standalone(configuration(Map.of()), data)) {
            assertThat(standalone.readiness().ready()).isTrue();
            assertThat(standalone.addresses()).containsOnlyKeys("native", "http");
            assertThat(get(standalone, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(standalone, "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(standalone, "/readyz").body()).contains("\"ready\" : true");
            clusterMetrics = get(standalone, "/metrics").body();
        }
        assertThat(clusterMetrics).contains("varve_shards_serving 8.0").contains("jvm_threads_current");
        assertThat(data).isDirectoryContaining("glob:**/zookeeper").isDirectoryContaining("glob:**/bookie-1");

        assertThatThrownBy(() -> new Standalone(configuration(Map.of("standalone.bookies", "3")), data))
                .isInstanceOf(StartRefused.class)
                .hasMessage("this directory holds a cluster made with --bookies 1; it can't go on with 3");
        try (Standalone again = new Standalone(configuration(Map.of()), data)) {
            assertThat(again.readiness().ready()).isTrue();
        }
    }

    @Test
    @Timeout(value = 90, unit = TimeUnit.SECONDS)
    void aDamagedShardIsNamedAtOnce(@TempDir Path data) throws Exception {
        try (Standalone standalone = new Standalone(configuration(Map.of()), data)) {
            assertThat(standalone.readiness().ready()).isTrue();
        }
        try (ZooKeeperNode zooKeeper = ZooKeeperNode.start(data.resolve("zookeeper"), 0);
                MetadataStore metadata = Connections.metadata(zooKeeper.connectString())) {
            Versioned found =
                    Waiting.on("shard 3", metadata.get(ShardNode.path(3))).orElseThrow();
            byte[] damaged = listing(ShardNode.parse(found.bytes()), 999_999).json();
            Waiting.on("shard 3", metadata.compareAndSet(ShardNode.path(3), damaged, found.version()));
        }
        assertThatThrownBy(() -> new Standalone(configuration(Map.of()), data))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("shard 3 is damaged: ledger 999999 is listed and doesn't exist");
    }

    private static ShardNode listing(ShardNode node, long ledgerId) {
        Segment ledger = new Segment(
                ledgerId, node.epoch(), 0, 10, 4, 100, Segment.State.SEALED, 1, 2, false, false, Quorum.ONE);
        return new ShardNode(
                node.version(),
                node.featureLevel(),
                node.clusterId(),
                node.shard(),
                node.incarnation(),
                node.set(),
                node.epoch(),
                node.owner(),
                node.state(),
                node.replayFrom(),
                List.of(ledger),
                node.pendingDelete(),
                null);
    }

    @Test
    void anObjectStoreOfAnUnknownKindIsRefusedBeforeAnythingStarts(@TempDir Path data) {
        Configuration configuration = configuration(Map.of("objects.store", "ftp://somewhere"));

        assertThatThrownBy(() -> new Standalone(configuration, data))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("objects.store=ftp://somewhere");
        assertThat(data).isEmptyDirectory();
    }

    private static Configuration configuration(Map<String, String> more) {
        return new Configuration(Sections.ALL, Map.of("native.port", "0", "http.port", "0"), Map.of(), more);
    }

    private static HttpResponse<String> get(Standalone standalone, String path) throws Exception {
        URI uri = URI.create("http://" + standalone.addresses().get("http") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
