/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

import io.varve.protocol.batch.BatchLimits;

/**
 * What all connections of a broker share.
 *
 * @param identity who the broker is
 * @param config settings
 * @param limits of produced records and batches
 * @param commands who serves which command
 * @param redirects who owns which shard
 * @param budget bytes of requests that aren't answered
 * @param sendBudget bytes of records that aren't sent
 * @param counters what was done
 */
record Serving(
        BrokerIdentity identity,
        TransportConfig config,
        BatchLimits limits,
        CommandTable commands,
        Redirects redirects,
        FlowBudget budget,
        SendBudget sendBudget,
        TransportCounters counters) {}
