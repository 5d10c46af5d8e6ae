/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.pulsar;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.DriverFactory;
import java.util.Map;

/** Makes drivers for Pulsar; the servers are the URL of the broker and that of its administration, with a comma between. */
public final class PulsarDriverFactory implements DriverFactory {
    @Override
    public String name() {
        return "pulsar";
    }

    @Override
    public Map<String, String> fixedSettings() {
        return Map.of(
                "blockIfQueueFull", "true",
                "subscriptionInitialPosition", "Earliest",
                "acknowledgement", "cumulative, once a poll");
    }

    @Override
    public Driver open(String servers, Map<String, String> settings) {
        return PulsarDriver.open(servers, settings);
    }
}
