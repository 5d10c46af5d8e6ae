/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.objects;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.DriverFactory;
import java.util.Map;

/** Makes drivers for object stores; the servers are the URL of a bucket that takes unsigned requests. */
public final class ObjectsDriverFactory implements DriverFactory {
    @Override
    public String name() {
        return "objects";
    }

    @Override
    public Map<String, String> fixedSettings() {
        return Map.of("object size", "64 MiB");
    }

    @Override
    public Driver open(String servers, Map<String, String> settings) {
        return new ObjectsDriver(new Bucket(servers), settings);
    }
}
