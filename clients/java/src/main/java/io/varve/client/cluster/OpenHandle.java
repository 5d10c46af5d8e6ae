/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Something that an application got from a client and that ends with it: a producer, reader or consumer. */
public interface OpenHandle extends AutoCloseable {
    /**
     * Ends it, finishing what is under way within the timeout. Calling it again waits for the same end, no longer than this
     * timeout: what isn't finished by then is given up.
     *
     * @return completes when it has ended, soon after the timeout at the latest; never with a failure
     */
    CompletableFuture<Void> closeAsync(Duration timeout);

    @Override
    void close();
}
