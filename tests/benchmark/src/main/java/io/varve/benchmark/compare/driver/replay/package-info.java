/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Varve's replay, which reads history straight from its objects. */
package io.varve.benchmark.compare.driver.replay;
