/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.bookkeeper;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.DriverFactory;
import java.util.Map;

/** Makes drivers for bookies; the servers are their ZooKeeper, {@code host:port}. */
public final class BookKeeperDriverFactory implements DriverFactory {
    @Override
    public String name() {
        return "bookkeeper";
    }

    @Override
    public Map<String, String> fixedSettings() {
        return Map.of(
                "useV2WireProtocol", "true",
                "batchReadEnabled", "true",
                "throttle", "0",
                "delayEnsembleChange", "true",
                "digestType", "CRC32C",
                "ensemble/write quorum/ack quorum", "3/3/2",
                "reads", "batches of 1 MiB, 4 ahead");
    }

    @Override
    public Driver open(String servers, Map<String, String> settings) {
        return BookKeeperDriver.open(servers, settings);
    }
}
