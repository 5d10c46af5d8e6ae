/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import io.varve.log.UnsentBytes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.bookkeeper.client.ClientContext;
import org.apache.bookkeeper.net.BookieId;
import org.apache.bookkeeper.proto.BookieClientImpl;
import org.apache.bookkeeper.proto.PerChannelBookieClientPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done about a bookie that doesn't answer in time. New ledgers avoid it, and those that it is part of are left anyway. But
 * what was sent to it would stay in memory for as long as its connections live, although the other bookies have all of it: so
 * these are closed, which fails what waits there and frees it. They are made anew when somebody needs the bookie again.
 */
final class SlowBookies {
    private static final Logger LOG = LoggerFactory.getLogger(SlowBookies.class);

    /**
     * Less may be held for any reason at any moment. If nothing at all is answered, too, less is held than this: then all bookies
     * hang, and closing connections would only cost the entries that they may still take.
     */
    private static final long MANY_BYTES = 4L << 20;

    private final ClientContext client;
    private final BookieClientImpl connections;
    private final UnsentBytes unsent;
    private final Set<BookieId> leaving = ConcurrentHashMap.newKeySet();

    SlowBookies(ClientContext client, UnsentBytes unsent) {
        this.client = client;
        this.connections = (BookieClientImpl) client.getBookieClient();
        this.unsent = unsent;
    }

    /** The bookie didn't answer. Any thread; doesn't block, and may be called for each of many requests. */
    void suspect(BookieId bookie) {
        client.getBookieWatcher().quarantineBookie(bookie);
        if (unsent.bytes() < MANY_BYTES || !holdsBack(bookie) || !leaving.add(bookie)) {
            return;
        }
        // The client calls from within its table of requests, which closing a connection changes, and waits for.
        Thread thread = new Thread(() -> leave(bookie), "varve-leave-bookie");
        thread.setDaemon(true);
        thread.start();
    }

    private void leave(BookieId bookie) {
        try {
            PerChannelBookieClientPool pool = connections.lookupClient(bookie);
            if (pool == null) {
                LOG.debug("the client was closed before it left bookie={}", bookie);
                return;
            }
            LOG.warn(
                    "bookie doesn't take what it is sent, disconnecting bookie={} heldBytes={}",
                    bookie,
                    unsent.bytes());
            pool.disconnect(true);
        } finally {
            leaving.remove(bookie);
        }
    }

    /** Whether more waits on one of the connections to it than a connection takes at once. */
    private boolean holdsBack(BookieId bookie) {
        for (int channel = 0; channel < ClientOptions.CHANNELS_PER_BOOKIE; channel++) {
            if (!connections.isWritable(bookie, channel)) {
                return true;
            }
        }
        return false;
    }
}
