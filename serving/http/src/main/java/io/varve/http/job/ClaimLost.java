/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.http.job;

import java.io.IOException;

/** Another process does the job now, or may: this one has to let go of it. */
public final class ClaimLost extends IOException {
    private static final long serialVersionUID = 1;

    ClaimLost(String message) {
        super(message);
    }
}
