/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cluster;

/**
 * Who writes assignments.
 *
 * @param epoch grows with each change of the controller
 * @param brokerId the controller
 * @param incarnation its process
 */
record ControllerNode(long epoch, String brokerId, long incarnation) {
    static final NodeJson<ControllerNode> JSON = new NodeJson<>(ControllerNode.class, 1);

    ControllerNode {
        if (epoch < 1 || brokerId == null || incarnation < 1) {
            throw new IllegalArgumentException("a controller needs epoch, brokerId and incarnation");
        }
    }

    Assignee holder() {
        return new Assignee(brokerId, incarnation);
    }
}
