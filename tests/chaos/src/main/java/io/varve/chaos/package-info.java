/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Runs against clusters of real processes: load, faults, and a verdict. */
package io.varve.chaos;
