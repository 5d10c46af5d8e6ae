/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.simulation.broker;

import io.varve.log.LedgerStore;
import io.varve.metadata.MetadataStore;
import io.varve.objects.ObjectStore;
import io.varve.simulation.port.Machine;

/** The last word on a broker's ports. By default they stay what they are; a test wraps one to plant a defect. */
public interface Wiring {
    /** No defect. */
    Wiring SOUND = new Wiring() {};

    /** The bookies as this process sees them. */
    default LedgerStore ledgers(Machine machine, LedgerStore ledgers) {
        return ledgers;
    }

    /** The metadata store as this process sees it. */
    default MetadataStore metadata(Machine machine, MetadataStore metadata) {
        return metadata;
    }

    /** The object store as this process sees it. */
    default ObjectStore objects(Machine machine, ObjectStore objects) {
        return objects;
    }
}
