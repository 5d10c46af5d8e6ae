/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What to do to a system, and what came of it: plain data, in JSON between processes. */
package io.varve.bench.workload;
