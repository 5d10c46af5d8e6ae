/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Whether a system returned what was written to it: every record once, in order, as it was sent. */
package io.varve.bench.check;
