/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

/**
 * Tells the controller, whoever that is, to do all moves for balance now; it removes the order when none is left. A node and no
 * message, so that it outlives the controller that began with it.
 *
 * @param sinceMs when it was given, in ms since the epoch
 */
record BalanceOrder(long sinceMs) {
    static final NodeJson<BalanceOrder> JSON = new NodeJson<>(BalanceOrder.class, 1);
}
