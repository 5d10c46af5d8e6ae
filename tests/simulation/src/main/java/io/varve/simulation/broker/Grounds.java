/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.broker;

import io.varve.cluster.TopicRecord;
import io.varve.log.SimulatedLoop;
import io.varve.metadata.MemoryMetadataTree;
import io.varve.objects.MemoryObjectStore;
import io.varve.simulation.port.Chances;
import io.varve.simulation.port.Effects;
import io.varve.simulation.port.StoredLedgers;
import java.util.UUID;

/**
 * What all brokers of a simulated cluster stand on.
 *
 * @param time of everybody
 * @param chances what goes wrong
 * @param effects counts calls
 * @param ledgers the bookies
 * @param tree the metadata ensemble
 * @param objects the bucket
 * @param clusterId of the cluster
 * @param topic the only topic
 * @param wiring wraps ports
 */
public record Grounds(
        SimulatedLoop time,
        Chances chances,
        Effects effects,
        StoredLedgers ledgers,
        MemoryMetadataTree tree,
        MemoryObjectStore objects,
        UUID clusterId,
        TopicRecord topic,
        Wiring wiring) {}
