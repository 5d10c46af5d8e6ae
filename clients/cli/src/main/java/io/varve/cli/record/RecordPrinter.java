/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.cli.record;

import io.varve.client.record.ReceivedRecord;
import java.io.IOException;

/** Prints records one after the other, each on a line. */
interface RecordPrinter {
    /** Prints one record, perhaps into a buffer. */
    void print(ReceivedRecord<byte[]> record) throws IOException;

    /** Passes on everything that was printed; what came before is on stdout when it returns. */
    void flush() throws IOException;
}
