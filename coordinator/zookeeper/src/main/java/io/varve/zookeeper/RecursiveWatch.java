/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import io.varve.metadata.MetadataStore;
import io.varve.protocol.error.StoreException;
import java.util.function.Consumer;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch of a node and everything below it, which costs the ensemble one entry and no reads. ZooKeeper keeps it over a change of
 * server but not over the end of the session, and tells nothing of what happened in between: so it is armed again after each
 * interruption, and calls the listener then.
 */
final class RecursiveWatch implements MetadataStore.Watch, Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(RecursiveWatch.class);

    private final ZooKeeperSession session;
    private final String root;
    private final String path;
    private final Consumer<String> listener;
    private final Consumer<RecursiveWatch> onClose;
    private volatile boolean closed;

    RecursiveWatch(
            ZooKeeperSession session,
            String root,
            String path,
            Consumer<String> listener,
            Consumer<RecursiveWatch> onClose) {
        this.session = session;
        this.root = root;
        this.path = path;
        this.listener = listener;
        this.onClose = onClose;
    }

    /** Sets the watch in the present session, if there is one; the next one calls this again. */
    void arm() {
        try {
            session.handle()
                    .addWatch(
                            root + path,
                            this,
                            AddWatchMode.PERSISTENT_RECURSIVE,
                            (rc, at, context) -> armed(Code.get(rc)),
                            null);
        } catch (StoreException.Unavailable e) {
            LOG.debug("watch of {} waits for a session", path);
        }
    }

    private void armed(Code code) {
        switch (code) {
            case OK -> tell(path);
            case CONNECTIONLOSS, SESSIONEXPIRED -> LOG.debug("watch of {} waits for a session", path);
            default -> LOG.error("the metadata store refused a watch of {}: {}", path, code);
        }
    }

    @Override
    public void process(WatchedEvent event) {
        // Events of the connection come without a path, and are told to the session's listeners.
        if (event.getType() != Event.EventType.None) {
            tell(event.getPath().substring(root.length()));
        }
    }

    private void tell(String changed) {
        session.dispatch(() -> {
            if (!closed) {
                listener.accept(changed);
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        onClose.accept(this);
        try {
            session.handle()
                    .removeWatches(
                            root + path,
                            this,
                            WatcherType.Any,
                            true,
                            (rc, at, context) -> {
                                if (rc != Code.OK.intValue()) {
                                    LOG.debug("watch of {} ends with its session: {}", path, Code.get(rc));
                                }
                            },
                            null);
        } catch (StoreException.Unavailable e) {
            LOG.debug("watch of {} ended with its session", path);
        }
    }
}
