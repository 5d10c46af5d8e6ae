/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.cluster;

import io.varve.client.transport.Address;
import io.varve.client.transport.CallException;
import java.util.concurrent.CompletableFuture;

/** One broker and no other: for questions that each broker answers for itself. */
public final class FixedRoute implements Route {
    private final Address broker;

    /** The route to this broker. */
    public FixedRoute(Address broker) {
        this.broker = broker;
    }

    @Override
    public CompletableFuture<Address> target() {
        return CompletableFuture.completedFuture(broker);
    }

    @Override
    public boolean failed(Address asked, CallException why) {
        return false;
    }
}
