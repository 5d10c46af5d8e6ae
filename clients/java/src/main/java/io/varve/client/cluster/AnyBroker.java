/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.cluster;

import io.varve.client.transport.Address;
import io.varve.client.transport.CallException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The servers that the client was given, one until it fails, then the next. */
final class AnyBroker implements Route {
    private final List<Address> servers;
    private final AtomicInteger turn = new AtomicInteger();

    AnyBroker(List<Address> servers) {
        this.servers = servers;
    }

    @Override
    public CompletableFuture<Address> target() {
        return CompletableFuture.completedFuture(present());
    }

    @Override
    public boolean failed(Address asked, CallException why) {
        // A refusal would be the same elsewhere. Many requests fail together with their connection; only the first
        // moves on.
        boolean elsewhere = !why.isAnswer() || why.retriable();
        if (elsewhere && asked.equals(present())) {
            turn.incrementAndGet();
        }
        return false;
    }

    private Address present() {
        return servers.get(Math.floorMod(turn.get(), servers.size()));
    }
}
