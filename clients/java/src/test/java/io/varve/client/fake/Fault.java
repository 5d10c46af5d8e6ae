/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.client.fake;

import io.varve.protocol.error.ErrorCode;
import io.varve.protocol.frame.Frame;
import java.util.concurrent.atomic.AtomicInteger;

/** What a fake broker does with a request instead of just answering it. */
public sealed interface Fault {
    Fault NONE = new None();
    /** Closes the connection; the request has no effect. */
    Fault CUT = new Cut();
    /** Does what is asked and closes the connection without an answer. */
    Fault APPLY_AND_CUT = new ApplyAndCut();
    /** Does what is asked and never answers. */
    Fault APPLY_AND_FORGET = new ApplyAndForget();
    /** Neither does nor answers anything. */
    Fault IGNORE = new Ignore();
    /** Keeps the request, and all after it on its connection, until {@link FakeCluster#release}. */
    Fault HOLD = new Hold();

    static Fault error(ErrorCode code) {
        return new Refuse(code, 0);
    }

    /** As {@link #error(ErrorCode)}, and asks for that pause before the next attempt. */
    static Fault error(ErrorCode code, int retryAfterMs) {
        return new Refuse(code, retryAfterMs);
    }

    record None() implements Fault {}

    record Cut() implements Fault {}

    record ApplyAndCut() implements Fault {}

    record ApplyAndForget() implements Fault {}

    record Ignore() implements Fault {}

    record Hold() implements Fault {}

    record Refuse(ErrorCode code, int retryAfterMs) implements Fault {}

    /** Chooses the fault for each request of one type; called on the fake's thread. */
    interface Rule {
        Fault on(FakeBroker broker, Frame request);

        /** The fault for the first so many requests, none after that. */
        static Rule first(int count, Fault fault) {
            AtomicInteger left = new AtomicInteger(count);
            return (broker, request) -> left.getAndDecrement() > 0 ? fault : NONE;
        }

        static Rule always(Fault fault) {
            return (broker, request) -> fault;
        }
    }
}
