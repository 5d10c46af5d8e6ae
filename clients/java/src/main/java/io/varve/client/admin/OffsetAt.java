/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.admin;

/**
 * The answer to a question for an offset.
 *
 * @param offset what was asked for
 * @param firstOffset the first that is kept
 * @param nextOffset the partition's end
 * @param atEnd whether it was asked for a time after all records
 */
public record OffsetAt(long offset, long firstOffset, long nextOffset, boolean atEnd) {}
