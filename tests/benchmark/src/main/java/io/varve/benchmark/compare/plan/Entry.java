/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.plan;

/** A lane and what it does in a workload. */
public record Entry(Lane lane, Script script) {}
