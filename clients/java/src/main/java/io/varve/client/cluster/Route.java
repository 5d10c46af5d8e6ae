/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.cluster;

import io.varve.client.transport.Address;
import io.varve.client.transport.CallException;
import java.util.concurrent.CompletableFuture;

/** Finds the broker for a request and learns from its failures. May be used from any thread. */
public interface Route {
    /** Where to send the next attempt; fails with a {@link CallException} if that isn't known now. */
    CompletableFuture<Address> target();

    /**
     * An attempt at this address failed.
     *
     * @return whether the failure named another broker, so that the next attempt needs no pause
     */
    boolean failed(Address asked, CallException why);
}
