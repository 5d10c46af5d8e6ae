/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Programs that the comparison starts, and ends. */
package io.varve.benchmark.compare.process;
