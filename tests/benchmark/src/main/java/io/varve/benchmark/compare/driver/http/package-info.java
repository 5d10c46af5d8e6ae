/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Varve through its HTTP API, as a program without a client library uses it. */
package io.varve.benchmark.compare.driver.http;
