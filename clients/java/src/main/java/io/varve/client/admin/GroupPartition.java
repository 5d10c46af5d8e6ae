/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import io.varve.client.record.TopicPartition;
import java.time.Duration;
import java.util.Optional;

/**
 * A group's progress in a partition.
 *
 * @param partition the partition
 * @param memberId who reads it now, if anybody
 * @param committedOffset the next offset to read; -1 if nothing was committed
 * @param nextOffset the partition's end
 * @param lagRecords from the committed offset, or from the first record if nothing was committed, to the end
 * @param lagTime how long ago, by the producers' times, the first record was sent that is not done; zero without lag, empty if
 *     it could not be read
 */
public record GroupPartition(
        TopicPartition partition,
        Optional<String> memberId,
        long committedOffset,
        long nextOffset,
        long lagRecords,
        Optional<Duration> lagTime) {}
