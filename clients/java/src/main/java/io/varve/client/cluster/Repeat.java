/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.cluster;

import io.varve.client.transport.CallException;

/** When a request that failed may be sent again. */
public enum Repeat {
    /** Asking twice does no harm. */
    ALWAYS,
    /** Only when it is certain that the request had no effect; otherwise the caller gets UNKNOWN_OUTCOME. */
    IF_NOT_APPLIED;

    boolean allows(CallException why) {
        return why.retriable() && (this == ALWAYS || !why.maybeApplied());
    }
}
