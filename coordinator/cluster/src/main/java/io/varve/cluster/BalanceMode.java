/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

/** Who decides that shards move for balance. */
public enum BalanceMode {
    /** The controller, when the brokers have been the same for a while and their shares differ by much. */
    AUTO,
    /** An operator. */
    MANUAL
}
