/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.objects.format;

/**
 * An object and where its directory lies, as the shard's log has it: one ranged read opens it.
 *
 * @param key the object's key
 * @param bytes its size
 * @param directoryPosition where its directory begins; the directory goes on to the object's end
 * @param directoryLength bytes of the directory
 * @param directoryCrc CRC32C of the directory
 */
public record ObjectLocation(String key, long bytes, long directoryPosition, int directoryLength, int directoryCrc) {}
