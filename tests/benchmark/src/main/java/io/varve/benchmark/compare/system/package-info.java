/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The systems that are compared: how each is started in a fresh directory, with which settings. */
package io.varve.benchmark.compare.system;
