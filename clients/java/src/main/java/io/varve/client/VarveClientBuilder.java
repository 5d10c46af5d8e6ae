/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client;

import io.varve.client.cluster.Cluster;
import io.varve.client.transport.Address;
import io.varve.client.transport.Backoff;
import io.varve.client.transport.ConnectionOptions;
import io.varve.client.transport.Nanos;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.List;

/** Makes a {@link VarveClient}. */
public final class VarveClientBuilder {
    private static final String DEFAULT_SERVERS = "localhost:7650";
    private static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private List<Address> servers = Address.parseList(DEFAULT_SERVERS);
    private String clientId = "";
    private Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;
    private int ioThreads = 1;

    VarveClientBuilder() {}

    /**
     * Brokers to ask first, as {@code host:port[,host:port...]}; the rest of the cluster is learned from them. Default: {@value
     * #DEFAULT_SERVERS}.
     *
     * @throws VarveException INVALID_ARGUMENT
     */
    public VarveClientBuilder servers(String list) {
        servers = Address.parseList(list);
        return this;
    }

    /** A name for the brokers' logs and the members of groups. */
    public VarveClientBuilder clientId(String id) {
        clientId = id;
        return this;
    }

    /** How long a request may take, all its attempts together; default 30 s. */
    public VarveClientBuilder requestTimeout(Duration timeout) {
        requestTimeout = Nanos.checked("requestTimeout", timeout);
        return this;
    }

    /** Threads that send, receive and encode for everything made with this client; default 1. */
    public VarveClientBuilder ioThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("ioThreads is " + threads + "; it must be at least 1");
        }
        ioThreads = threads;
        return this;
    }

    /** Makes the client; nothing is connected yet. */
    public VarveClient build() {
        return new VarveClient(
                new Cluster(servers, ConnectionOptions.defaults(clientId), Backoff.DEFAULT, requestTimeout, ioThreads));
    }
}
