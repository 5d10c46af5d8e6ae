/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bookkeeper;

/**
 * When a bookie's disk counts as full; then it refuses entries and is read from, until there is room again.
 *
 * @param warnPercent use of the disk from which it deletes more eagerly and says so
 * @param fullPercent use of the disk from which it takes no entries, up to 99
 */
public record DiskLimits(int warnPercent, int fullPercent) {
    /** For a disk that a bookie has to itself. */
    public static final DiskLimits OWN_DISK = new DiskLimits(90, 95);

    /** For a disk that a developer has almost filled with other things. */
    public static final DiskLimits SHARED_DISK = new DiskLimits(98, 99);

    public DiskLimits {
        if (warnPercent < 1 || warnPercent > fullPercent || fullPercent > 99) {
            throw new IllegalArgumentException(
                    "disk limits need 1 <= warnPercent <= fullPercent <= 99, got warnPercent " + warnPercent
                            + ", fullPercent " + fullPercent);
        }
    }

    float warn() {
        return warnPercent / 100f;
    }

    float full() {
        return fullPercent / 100f;
    }
}
