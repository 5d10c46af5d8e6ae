/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.kafka;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.DriverFactory;
import java.util.Map;

/** Makes drivers for Kafka; the servers are its {@code bootstrap.servers}. */
public final class KafkaDriverFactory implements DriverFactory {
    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Map<String, String> fixedSettings() {
        return Map.of("auto.offset.reset", "earliest", "producers", "one for all topics and threads");
    }

    @Override
    public Driver open(String servers, Map<String, String> settings) {
        return new KafkaDriver(servers, settings);
    }
}
