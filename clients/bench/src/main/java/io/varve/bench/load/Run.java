/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.load;

import io.varve.bench.driver.Driver;
import io.varve.bench.workload.Workload;
import java.time.Duration;

/**
 * What the parts of one run share.
 *
 * @param workload what to do
 * @param names of its topics and groups
 * @param driver of the system
 * @param listener who is told
 * @param failure that ends it
 * @param patience how long nothing may move
 */
record Run(
        Workload workload, RunNames names, Driver driver, LoadListener listener, Failure failure, Duration patience) {}
