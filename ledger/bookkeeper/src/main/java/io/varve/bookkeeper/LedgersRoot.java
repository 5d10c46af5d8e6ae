/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

import io.varve.protocol.error.StoreException;
import java.time.Duration;
import org.apache.bookkeeper.bookie.BookieException;
import org.apache.bookkeeper.conf.ServerConfiguration;
import org.apache.bookkeeper.discover.RegistrationManager;
import org.apache.bookkeeper.meta.MetadataDrivers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node in ZooKeeper under which all ledgers and bookies of a cluster stand. */
public final class LedgersRoot {
    private static final Logger LOG = LoggerFactory.getLogger(LedgersRoot.class);

    private LedgersRoot() {}

    /**
     * Fails with {@code Unavailable} unless ZooKeeper answers and a bookie has created the root. The client would find out too,
     * but leaves its threads and its connection behind then.
     */
    static void require(BookKeeperConfig config) {
        if (!exists(config.metadataUri(), config.sessionTimeout())) {
            throw new StoreException.Unavailable(
                    "no bookie has ever been started for the ledgers at " + config.metadataUri(), null);
        }
    }

    /**
     * Whether a bookie has ever been started for these ledgers, whoever's it was. Blocks; fails with {@code Unavailable} when
     * ZooKeeper doesn't answer.
     *
     * @param sessionTimeout of the short session that this takes
     */
    public static boolean exists(String metadataUri, Duration sessionTimeout) {
        ServerConfiguration options = new ServerConfiguration();
        options.setMetadataServiceUri(metadataUri);
        options.setZkTimeout((int) sessionTimeout.toMillis());
        return exists(options);
    }

    static boolean exists(ServerConfiguration options) {
        try {
            return MetadataDrivers.runFunctionWithRegistrationManager(options, LedgersRoot::exists);
        } catch (Exception e) {
            throw new StoreException.Unavailable(
                    "ZooKeeper doesn't answer at " + options.getMetadataServiceUriUnchecked(), e);
        }
    }

    /** Creates the root if there is none; of several bookies that find none, one succeeds. */
    static void createIfMissing(RegistrationManager registrations) {
        if (exists(registrations)) {
            return;
        }
        try {
            registrations.initNewCluster();
        } catch (Exception e) {
            if (!exists(registrations)) {
                throw new StoreException.Unavailable("the root of the ledgers can't be created", e);
            }
        }
    }

    private static boolean exists(RegistrationManager registrations) {
        try {
            return !registrations.getClusterInstanceId().isEmpty();
        } catch (BookieException e) {
            LOG.debug("no root of the ledgers", e);
            return false;
        }
    }
}
