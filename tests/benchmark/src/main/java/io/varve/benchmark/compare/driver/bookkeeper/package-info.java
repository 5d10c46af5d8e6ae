/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** BookKeeper through its own client: the limit of what stands on it. */
package io.varve.benchmark.compare.driver.bookkeeper;
