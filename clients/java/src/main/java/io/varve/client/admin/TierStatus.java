/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.util.List;

/**
 * What is in object storage and what is on its way there, over all brokers that answered.
 *
 * @param segments by shard and age
 * @param objects that hold records
 * @param objectBytes their size
 * @param objectStores where they go, as the brokers were told
 * @param ledgersPendingDelete ledgers that are copied and wait for deletion
 * @param paused whether any broker holds back
 */
public record TierStatus(
        List<Segment> segments,
        long objects,
        long objectBytes,
        List<String> objectStores,
        long ledgersPendingDelete,
        boolean paused) {}
