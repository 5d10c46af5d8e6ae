/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

/**
 * The broker process that something is assigned to.
 *
 * @param brokerId name of the broker
 * @param incarnation the process; a broker that started again is another assignee
 */
public record Assignee(String brokerId, long incarnation) {
    public Assignee {
        if (brokerId == null || incarnation < 1) {
            throw new IllegalArgumentException(
                    "an assignee needs a broker and an incarnation, got " + brokerId + " " + incarnation);
        }
    }

    @Override
    public String toString() {
        return brokerId + "/" + incarnation;
    }
}
