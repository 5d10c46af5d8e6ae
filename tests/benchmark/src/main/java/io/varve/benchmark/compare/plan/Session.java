/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

import java.util.List;

/**
 * A system that is started in a fresh directory, and what it goes through until it is ended.
 *
 * @param system the name of its recipe
 * @param round from 1
 * @param cases in this order; each only with the entries of the system, in the order in which they run
 */
public record Session(String system, int round, List<Case> cases) {
    public Session {
        cases = List.copyOf(cases);
    }
}
