/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

import java.io.IOException;
import java.time.Duration;

/** One thing that goes wrong, and is put right. Its methods are called once each, in this order, by one thread; they block. */
interface Fault {
    FaultKind kind();

    /** Whom it hits. */
    String target();

    /** For how long it is left as it is. */
    Duration lasts();

    /** Makes it so. */
    void strike() throws IOException, InterruptedException;

    /** Puts it right. */
    void heal() throws IOException, InterruptedException;

    /** Waits, when the cluster serves again, for what has to be over before the next fault; whether it is. */
    default boolean recover() throws IOException, InterruptedException {
        return true;
    }

    /** What shows that it bit; last of all. */
    Evidence evidence() throws IOException, InterruptedException;
}
