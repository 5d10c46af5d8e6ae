/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.driver;

import java.time.Duration;

/** One consumer. Used by one thread at a time. */
public interface Receiver extends AutoCloseable {
    /** Gives records to the sink as soon as there are any; returns how many, 0 when none came within the timeout. */
    int poll(Duration timeout, RecordSink sink);

    /** Leaves the group. */
    @Override
    void close();
}
