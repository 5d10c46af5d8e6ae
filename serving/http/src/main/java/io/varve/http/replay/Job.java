/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** One replay, as callers follow it. From any thread. */
interface Job {
    /** Unique in its server. */
    String id();

    /** Whether it does nothing any more. */
    boolean isOver();

    /** Makes it end soon; what the target has by then stays. */
    void stop();

    /** How far it is, as the document's {@code Job}. */
    void write(JsonGenerator json) throws IOException;
}
