/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run of records and where it is stored; a record may be in a ledger and in an object at once.
 *
 * @param partition the partition
 * @param firstOffset the first of the run
 * @param endOffset exclusive
 * @param bytes of this partition's batches
 * @param ledgerId the ledger that holds it, if it is one
 * @param objectKey the object that holds it, if it is one
 * @param lastAppend when its last record was appended, by the broker's clock
 */
public record StoredRange(
        int partition,
        long firstOffset,
        long endOffset,
        long bytes,
        OptionalLong ledgerId,
        Optional<String> objectKey,
        Instant lastAppend) {}
