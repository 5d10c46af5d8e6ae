/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.zookeeper;

import io.varve.protocol.error.StoreException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;

/** ZooKeeper's result codes as failures of the port; no type of ZooKeeper's leaves this module. */
final class ZooKeeperFailures {
    private ZooKeeperFailures() {}

    /**
     * The failure that a code other than OK stands for.
     *
     * @param what what was asked for, with its path
     * @param change whether it may have changed something when the reply is lost
     */
    static StoreException of(Code code, String what, boolean change) {
        KeeperException cause = KeeperException.create(code);
        String message = what + ": " + code;
        return switch (code) {
            case NONODE -> new StoreException.NotFound(message, cause);
            case NODEEXISTS, BADVERSION, NOTEMPTY, NOCHILDRENFOREPHEMERALS ->
                new StoreException.Conflict(message, cause);
            // SESSIONEXPIRED also stands for requests that were under way when the session ended.
            case CONNECTIONLOSS, SESSIONEXPIRED, OPERATIONTIMEOUT, REQUESTTIMEOUT, RUNTIMEINCONSISTENCY, SYSTEMERROR ->
                change
                        ? new StoreException.UnknownOutcome(message, cause)
                        : new StoreException.Unavailable(message, cause);
            // The server answered, and did nothing.
            default -> new StoreException.Unavailable(message, cause);
        };
    }
}
