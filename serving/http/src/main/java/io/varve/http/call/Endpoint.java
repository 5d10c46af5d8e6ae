/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.call;

import java.util.concurrent.CompletableFuture;

/** Does what one operation asks for. */
public interface Endpoint {
    /**
     * The answer. Called on a thread of its own, never on one that serves sockets; may compute there, but wait for nobody. What
     * it throws, or the future fails with, becomes a problem: a {@link Problem} or {@code VarveException} says which.
     */
    CompletableFuture<Answer> answer(Call call);
}
