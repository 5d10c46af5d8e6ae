/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Varve as a system under load, through its native client. */
package io.varve.bench.varve;
