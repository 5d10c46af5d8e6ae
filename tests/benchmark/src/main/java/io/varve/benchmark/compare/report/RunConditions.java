/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.report;

import io.varve.benchmark.compare.machine.Machine;
import io.varve.benchmark.compare.plan.Scale;

/**
 * What all figures of a comparison have in common, however often it was interrupted.
 *
 * @param commit of Varve, and of everything that measures
 * @param scale how long, and how much
 * @param machine what they were taken on
 */
public record RunConditions(String commit, Scale scale, Machine machine) {}
