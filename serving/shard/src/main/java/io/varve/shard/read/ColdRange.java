/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.read;

import io.varve.objects.format.DirectoryRow;
import io.varve.objects.format.ObjectLocation;

/**
 * What one object holds of one partition.
 *
 * @param object the object
 * @param row the partition's row of its directory
 */
public record ColdRange(ObjectLocation object, DirectoryRow row) {}
