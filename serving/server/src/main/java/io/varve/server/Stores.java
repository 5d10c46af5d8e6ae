/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.server;

import io.varve.log.LedgerStore;
import io.varve.metadata.MetadataStore;
import io.varve.objects.ObjectStore;

/**
 * What a broker stands on; none of it is closed with the broker.
 *
 * @param metadata who may write
 * @param ledgers the recent past
 * @param objects the far past
 */
record Stores(MetadataStore metadata, LedgerStore ledgers, ObjectStore objects) {}
