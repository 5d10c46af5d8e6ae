/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.protocol.batch;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.error.VarveException;
import java.nio.charset.StandardCharsets;

/**
 * What an application calls a record, so that it is stored once: in a topic with a dedup window a second record with the same id
 * in the same partition isn't stored.
 *
 * @param text from 1 to {@value #MAX_BYTES} bytes of UTF-8
 */
public record MessageId(String text) {
    /** Reserved name of the record header that holds the id, in UTF-8. */
    public static final String HEADER = "varve-message-id";
    /** Bound on an id, in bytes of UTF-8. */
    public static final int MAX_BYTES = 256;

    /** Checks the length: INVALID_ARGUMENT names it and the limit. */
    public MessageId {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length < 1 || utf8.length > MAX_BYTES) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT,
                    "message id has " + utf8.length + " bytes, allowed are 1 to " + MAX_BYTES);
        }
        if (!new String(utf8, StandardCharsets.UTF_8).equals(text)) {
            throw new VarveException(
                    ErrorCode.INVALID_ARGUMENT, "message id holds half a surrogate pair, which UTF-8 can't carry");
        }
    }

    /** The id in UTF-8; a new array. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
