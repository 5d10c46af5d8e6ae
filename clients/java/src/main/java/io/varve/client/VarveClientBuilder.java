/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client;

import io.varve.client.cluster.Cluster;
import io.varve.client.transport.Address;
import io.varve.client.transport.Backoff;
import io.varve.client.transport.ConnectionOptions;
import io.varve.protocol.error.VarveException;
import java.time.Duration;
import java.util.List;

/** Makes a {@link VarveClient}; {@link ClientOptions#DEFAULT} says what holds unless it is changed here. */
public final class VarveClientBuilder {
    private List<Address> servers = ClientOptions.DEFAULT.servers();
    private String clientId = ClientOptions.DEFAULT.clientId();
    private Duration requestTimeout = ClientOptions.DEFAULT.requestTimeout();
    private int ioThreads = ClientOptions.DEFAULT.ioThreads();

    VarveClientBuilder() {}

    /**
     * Brokers to ask first, as {@code host:port[,host:port...]}; owners of partitions and groups are learned from them.
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

    /** How long a request may take, all its attempts together. */
    public VarveClientBuilder requestTimeout(Duration timeout) {
        requestTimeout = timeout;
        return this;
    }

    /** Threads that send, receive and encode for everything made with this client. */
    public VarveClientBuilder ioThreads(int threads) {
        ioThreads = threads;
        return this;
    }

    /**
     * Makes the client; nothing is connected yet.
     *
     * @throws IllegalArgumentException if an option is out of its range
     */
    public VarveClient build() {
        ClientOptions options = new ClientOptions(servers, clientId, requestTimeout, ioThreads);
        return new VarveClient(new Cluster(
                options.servers(),
                ConnectionOptions.defaults(options.clientId()),
                Backoff.DEFAULT,
                options.requestTimeout(),
                options.ioThreads()));
    }
}
