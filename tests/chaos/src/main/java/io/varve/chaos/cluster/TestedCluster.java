/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.cluster;

import io.varve.chaos.proxy.ProxyLoop;
import io.varve.chaos.proxy.TcpProxy;
import io.varve.client.VarveClient;
import io.varve.cluster.ClusterInit;
import io.varve.cluster.ShardClass;
import io.varve.cluster.ShardSet;
import io.varve.metadata.MetadataStore;
import io.varve.protocol.error.VarveException;
import io.varve.server.local.ClusterFile;
import io.varve.server.local.ClusterSize;
import io.varve.server.local.LocalCluster;
import io.varve.server.local.LocalSettings;
import io.varve.zookeeper.ZooKeeperConfig;
import io.varve.zookeeper.ZooKeeperMetadataStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster of processes on this machine, as {@code varve cluster local} starts it, with proxies between each broker or bookie
 * and each ZooKeeper server, and between clients and each broker. There are none between brokers and bookies: a bookie tells
 * brokers the very address that it listens on.
 *
 * <p>A broker tells clients a loopback address of its own, at which its proxy listens on the broker's port.
 */
public final class TestedCluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TestedCluster.class);
    private static final String LOOPBACK = "127.0.0.1";
    /** Brokers are told to clients as 127.0.0.(this and their number). */
    private static final int FIRST_HOST = 100;

    private static final Duration ELECTION = Duration.ofMinutes(1);
    private static final Duration ASKING = Duration.ofSeconds(5);

    private final ClusterSize size;
    private final ProxyLoop loop = new ProxyLoop();
    private final List<InetSocketAddress> zooKeepers = new ArrayList<>();
    private final Map<String, List<TcpProxy>> toZooKeeper = new LinkedHashMap<>();
    private final Map<String, TcpProxy> toBroker = new LinkedHashMap<>();
    private final Map<String, TestedProcess> processes = new LinkedHashMap<>();
    private final LocalCluster cluster;
    private final VarveClient operator;

    /**
     * Starts one in an empty directory, and returns when every shard is served.
     *
     * @param shards how many shards, of three copies each; so there have to be three bookies
     * @param out where the processes, and what happens to them, are told
     */
    public TestedCluster(Path data, ClusterSize size, int shards, PrintWriter out) throws IOException {
        this.size = size;
        Map<String, Map<String, String>> own = new LinkedHashMap<>();
        try {
            for (int number = 1; number <= size.bookies(); number++) {
                String name = "bookie-" + number;
                own.put(name, Map.of("cluster.zookeeper", proxies(name)));
            }
            for (int number = 1; number <= size.brokers(); number++) {
                String name = "broker-" + number;
                own.put(name, Map.of("cluster.zookeeper", proxies(name), "native.advertised-host", host(number)));
            }
            LocalSettings settings = new LocalSettings(
                    data, size, OptionalInt.empty(), OptionalInt.empty(), QuickKeys.KEYS, own, variables());
            cluster = new LocalCluster(settings, zooKeeper -> create(zooKeeper, shards), out);
        } catch (IOException | RuntimeException e) {
            loop.close();
            throw e;
        }
        try {
            ClusterFile file = ClusterFile.read(data)
                    .orElseThrow(() -> new IOException("the cluster has left no list of processes in " + data));
            for (ClusterFile.Entry entry : file.processes()) {
                processes.put(entry.name(), new TestedProcess(cluster, entry));
            }
            for (int number = 1; number <= size.brokers(); number++) {
                TestedProcess broker = process("broker-" + number);
                InetSocketAddress target =
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), broker.port("native"));
                toBroker.put(
                        broker.name(),
                        new TcpProxy(loop, new InetSocketAddress(host(number), broker.port("native")), () -> target));
            }
        } catch (IOException | RuntimeException e) {
            cluster.close();
            loop.close();
            throw e;
        }
        operator = client("operator", ASKING);
    }

    private String proxies(String name) throws IOException {
        List<TcpProxy> own = new ArrayList<>();
        for (int i = 0; i < size.zooKeepers(); i++) {
            int server = i;
            own.add(new TcpProxy(
                    loop, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> zooKeeper(server)));
        }
        toZooKeeper.put(name, own);
        return own.stream()
                .map(proxy -> LOOPBACK + ":" + proxy.address().getPort())
                .collect(Collectors.joining(","));
    }

    private InetSocketAddress zooKeeper(int server) {
        synchronized (zooKeepers) {
            return zooKeepers.get(server);
        }
    }

    private static String host(int broker) {
        return "127.0.0." + (FIRST_HOST + broker);
    }

    /** What would override the processes' configuration. */
    private static Set<String> variables() {
        return System.getenv().keySet().stream()
                .filter(name -> name.startsWith("VARVE_"))
                .collect(Collectors.toSet());
    }

    private void create(String zooKeeper, int shards) {
        synchronized (zooKeepers) {
            for (String server : zooKeeper.split(",")) {
                zooKeepers.add(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(server.split(":")[1])));
            }
        }
        ZooKeeperConfig defaults = ZooKeeperConfig.of(zooKeeper);
        ShardClass of = new ShardClass(ShardClass.DEFAULT_POOL, 3, 3, 2);
        try (MetadataStore metadata = ZooKeeperMetadataStore.connect(
                new ZooKeeperConfig(zooKeeper, defaults.root(), defaults.sessionTimeout(), ELECTION))) {
            new ClusterInit(metadata, Clock.systemUTC())
                    .create(List.of(ShardSet.ofFirst(shards, ShardSet.DEFAULT, of)))
                    .get(ELECTION.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the cluster can't be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the cluster was created", e);
        }
    }

    /** How many of each role there are. */
    public ClusterSize size() {
        return size;
    }

    /** A process by its name, such as {@code broker-2}. */
    public TestedProcess process(String name) {
        TestedProcess process = processes.get(name);
        if (process == null) {
            throw new IllegalArgumentException("there is no process " + name + " among " + processes.keySet());
        }
        return process;
    }

    /** All processes of a role, by number. */
    public List<TestedProcess> processes(String role) {
        return processes.values().stream()
                .filter(process -> process.role().equals(role))
                .toList();
    }

    /** The proxies between a broker or bookie and the ZooKeeper servers. */
    public List<TcpProxy> toZooKeeper(String name) {
        return toZooKeeper.getOrDefault(name, List.of());
    }

    /** The proxies between brokers, bookies and this ZooKeeper server; none if it isn't one. */
    public List<TcpProxy> proxiesTo(TestedProcess server) {
        int index = processes("zookeeper").indexOf(server);
        return index < 0
                ? List.of()
                : toZooKeeper.values().stream().map(own -> own.get(index)).toList();
    }

    /** The proxy between clients and a broker, that of its HTTP gateway included. */
    public List<TcpProxy> toBroker(String name) {
        return Optional.ofNullable(toBroker.get(name)).map(List::of).orElse(List.of());
    }

    /** A client that reaches brokers through their proxies. */
    public VarveClient client(String id, Duration requestTimeout) {
        String servers = toBroker.values().stream()
                .map(proxy ->
                        proxy.address().getHostString() + ":" + proxy.address().getPort())
                .collect(Collectors.joining(","));
        return VarveClient.builder()
                .servers(servers)
                .clientId(id)
                .requestTimeout(requestTimeout)
                .build();
    }

    /** The client of who looks after the cluster. */
    public VarveClient operator() {
        return operator;
    }

    /** What the cluster says of itself; nothing when it can't be asked now. */
    public Optional<ClusterView> view() {
        try {
            return Optional.of(new ClusterView(operator.admin().clusterStatus()));
        } catch (VarveException e) {
            LOG.info("the cluster can't be asked now: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Ends every standstill, proxies pass again; what was killed stays so. */
    public void release() {
        toZooKeeper.values().forEach(proxies -> proxies.forEach(TcpProxy::pass));
        toBroker.values().forEach(TcpProxy::pass);
        for (TestedProcess process : processes.values()) {
            try {
                if (process.state() == 'T') {
                    process.goOn();
                }
            } catch (IOException e) {
                LOG.warn("{} may stand still", process.name(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Stops everything. Blocks. */
    @Override
    public void close() {
        release();
        operator.close();
        cluster.close();
        toZooKeeper.values().forEach(proxies -> proxies.forEach(TcpProxy::close));
        toBroker.values().forEach(TcpProxy::close);
        loop.close();
    }
}
