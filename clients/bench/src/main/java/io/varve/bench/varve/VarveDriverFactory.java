/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.varve;

import io.varve.bench.driver.Driver;
import io.varve.bench.driver.DriverFactory;
import io.varve.client.VarveClient;
import io.varve.client.VarveClientBuilder;
import java.util.Map;

/**
 * Connects to Varve. Servers are {@code HOST:PORT[,...]}, settings those of {@link VarveSettings}.
 */
public final class VarveDriverFactory implements DriverFactory {
    /** The name of the system. */
    public static final String NAME = "varve";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, String> fixedSettings() {
        return VarveSettings.UNLESS_SET;
    }

    @Override
    public Driver open(String servers, Map<String, String> settings) {
        VarveSettings parsed = VarveSettings.parse(settings);
        VarveClientBuilder client = VarveClient.builder().servers(servers).clientId("bench");
        parsed.apply(client);
        return new VarveDriver(client.build(), parsed);
    }
}
