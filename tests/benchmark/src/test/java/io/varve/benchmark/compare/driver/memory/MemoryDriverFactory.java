/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.memory;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.DriverFactory;
import io.varve.bench.driver.MemoryDriver;
import io.varve.bench.driver.Mishap;
import java.util.Map;

/** Makes systems that live in the load generator's memory; the servers name the mishap that happens to them. */
public final class MemoryDriverFactory implements DriverFactory {
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Driver open(String servers, Map<String, String> settings) {
        return new MemoryDriver(Mishap.valueOf(servers));
    }
}
