/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.run;

/** A run that doesn't count, with the reason. */
final class Refused extends Exception {
    Refused(String reason) {
        super(reason);
    }
}
