/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.load;

import io.varve.chaos.history.History;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a client. What ends one is an anomaly: either the client library threw what nobody expects, or the client was
 * given what it can't have been given; and nobody sees what this client would have seen later.
 */
final class ClientThread {
    private static final Logger LOG = LoggerFactory.getLogger(ClientThread.class);

    private ClientThread() {}

    /** Begins; whoever joins the thread finds in the history what ended it. */
    static Thread start(String name, History history, Clock clock, Runnable work) {
        Thread thread = new Thread(work, "chaos-" + name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((ended, failure) -> {
            LOG.error("client {} has ended", name, failure);
            history.died(name + ": " + failure, clock.getAsLong());
        });
        thread.start();
        return thread;
    }
}
