/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client;

import io.varve.client.transport.Address;
import io.varve.client.transport.Nanos;
import java.time.Duration;
import java.util.List;

/**
 * How a client works.
 *
 * @param servers brokers to ask first, at least one; owners of partitions and groups are learned from them
 * @param clientId named in the brokers' logs and among the members of groups; may be empty
 * @param requestTimeout how long a request may take, all its attempts together; 1 ms to 100 years
 * @param ioThreads threads that send, receive and encode for everything made with the client, at least 1
 */
public record ClientOptions(List<Address> servers, String clientId, Duration requestTimeout, int ioThreads) {
    /** A broker on this machine at its usual port, no name, 30 s, one thread. */
    public static final ClientOptions DEFAULT =
            new ClientOptions(List.of(new Address("localhost", 7650)), "", Duration.ofSeconds(30), 1);

    /** Checks the ranges. */
    public ClientOptions {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers is empty; a client needs at least one");
        }
        Nanos.checked("requestTimeout", requestTimeout);
        if (ioThreads < 1) {
            throw new IllegalArgumentException("ioThreads is " + ioThreads + "; it must be at least 1");
        }
    }
}
