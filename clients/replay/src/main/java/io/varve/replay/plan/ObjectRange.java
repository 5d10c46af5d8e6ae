/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.replay.plan;

/**
 * Records of a partition in one object.
 *
 * @param key the object
 * @param firstOffset the first to be read from it; the object may have earlier ones
 * @param endOffset exclusive; the object may have later ones
 */
public record ObjectRange(String key, long firstOffset, long endOffset) {}
