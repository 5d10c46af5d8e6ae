/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import io.varve.chaos.cluster.TestedCluster;
import io.varve.chaos.proxy.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Connections behave badly, and well again. */
final class BadNetwork implements Fault {
    private final TestedCluster cluster;
    private final FaultKind kind;
    private final String target;
    private final List<TcpProxy> proxies;
    private final Consumer<TcpProxy> harm;
    private final String harmText;
    private final Duration lasts;
    private long resets;
    private long delayed;
    private long silenced;
    private @Nullable Witness witness;

    /**
     * A bad network.
     *
     * @param harm what to do to each proxy
     * @param harmText the same in words
     */
    BadNetwork(
            TestedCluster cluster,
            FaultKind kind,
            String target,
            List<TcpProxy> proxies,
            Consumer<TcpProxy> harm,
            String harmText,
            Duration lasts) {
        this.cluster = cluster;
        this.kind = kind;
        this.target = target;
        this.proxies = proxies;
        this.harm = harm;
        this.harmText = harmText;
        this.lasts = lasts;
    }

    @Override
    public FaultKind kind() {
        return kind;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public Duration lasts() {
        return lasts;
    }

    @Override
    public void strike() throws IOException, InterruptedException {
        witness = new Witness(cluster);
        resets = sum(TcpProxy::resets);
        delayed = sum(TcpProxy::delayedBytes);
        silenced = sum(TcpProxy::silencedBytes);
        proxies.forEach(harm);
    }

    @Override
    public void heal() {
        resets = sum(TcpProxy::resets) - resets;
        delayed = sum(TcpProxy::delayedBytes) - delayed;
        silenced = sum(TcpProxy::silencedBytes) - silenced;
        proxies.forEach(TcpProxy::pass);
    }

    private long sum(ToLongFunction<TcpProxy> counter) {
        return proxies.stream().mapToLong(counter).sum();
    }

    @Override
    public Evidence evidence() throws IOException {
        List<String> parts = new ArrayList<>();
        parts.add(harmText);
        Witness.add(parts, resets, "connections reset");
        Witness.add(parts, delayed, "bytes late");
        Witness.add(parts, silenced, "bytes held back");
        if (witness != null) {
            Witness.add(parts, witness.suspended(target), "connections to ZooKeeper lost");
            Witness.add(parts, witness.sessionsLost(target), "sessions lost");
        }
        return new Evidence(resets + delayed + silenced > 0, String.join("; ", parts));
    }
}
