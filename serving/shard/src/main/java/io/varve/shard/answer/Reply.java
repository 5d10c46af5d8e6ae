/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.shard.answer;

import io.varve.protocol.error.VarveException;

/**
 * Where the answer of one command goes. Exactly one of the two is called, once, on the shard's loop.
 *
 * @param <T> the answer's type
 */
public interface Reply<T> {
    /** The command succeeded, and everything that the answer says is confirmed. */
    void done(T answer);

    /** The command was refused, or its outcome is unknown ({@code UNKNOWN_OUTCOME}). */
    void failed(VarveException error);
}
