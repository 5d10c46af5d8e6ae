/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation;

import io.varve.cluster.ShardMap;
import io.varve.log.ShardLog;
import io.varve.shard.Shard;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jacoco.agent.rt.RT;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.tools.ExecFileLoader;

/** How many lines of the modules that are simulated have run in this JVM, if it was started with the agent that counts them. */
final class Coverage {
    private Coverage() {}

    private static Map<String, Class<?>> modules() {
        Map<String, Class<?>> modules = new LinkedHashMap<>();
        modules.put("ledger/log", ShardLog.class);
        modules.put("serving/shard", Shard.class);
        modules.put("coordinator/cluster", ShardMap.class);
        return modules;
    }

    /** In lines. */
    static String report() {
        StringBuilder report = new StringBuilder("lines that ran").append(System.lineSeparator());
        try {
            ExecFileLoader counted = new ExecFileLoader();
            counted.load(new ByteArrayInputStream(RT.getAgent().getExecutionData(false)));
            for (Map.Entry<String, Class<?>> module : modules().entrySet()) {
                CoverageBuilder lines = new CoverageBuilder();
                new Analyzer(counted.getExecutionDataStore(), lines).analyzeAll(file(module.getValue()));
                ICounter counter = lines.getBundle(module.getKey()).getLineCounter();
                report.append(String.format(
                        "  %,5d of %,5d, %2.0f %%  %s%n",
                        counter.getCoveredCount(),
                        counter.getTotalCount(),
                        100 * counter.getCoveredRatio(),
                        module.getKey()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return report.toString();
    }

    private static File file(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
