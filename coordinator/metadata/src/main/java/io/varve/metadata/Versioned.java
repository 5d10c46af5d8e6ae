/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.metadata;

/**
 * A node's bytes with the version that a compare-and-set of it needs.
 *
 * @param bytes the content; not copied, so neither side changes it
 * @param version 0 after creation, one more after each change
 */
@SuppressWarnings("ArrayRecordComponent") // an internal value that is never compared
public record Versioned(byte[] bytes, int version) {}
