/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.bench.driver;

/** Takes records as they come. */
@FunctionalInterface
public interface RecordSink {
    /** The value of a record; valid during the call. */
    void record(byte[] value);
}
