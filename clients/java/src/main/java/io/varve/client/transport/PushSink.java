/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.transport;

import io.netty.buffer.ByteBuf;
import io.varve.protocol.wire.Records;

/** Where the pushed records of one open reader go. All calls are made on the connection's loop. */
public interface PushSink {
    /** Batches in offset order; the sink borrows the payload for the length of the call. */
    void records(Records head, ByteBuf payload);

    /** The last call: the broker ended the reader, or the connection is gone. */
    void ended(CallException why);
}
