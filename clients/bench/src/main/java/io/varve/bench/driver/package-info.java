/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the load generator needs of a system under load; one small adapter for each client library. */
package io.varve.bench.driver;
