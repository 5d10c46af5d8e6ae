/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

import java.util.OptionalLong;

/**
 * How a seek moves a group in one partition.
 *
 * @param partition the partition
 * @param from the next offset that the group would have read; empty if it had committed nothing
 * @param to the next offset that it reads now
 * @param records how many records that is from the one to the other, counted from the first kept one if nothing was
 *     committed: negative if they are read again, positive if they are left out
 */
public record ProgressMove(int partition, OptionalLong from, long to, long records) {}
