/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** One request as the API's parts see it: its parameters and body, its answer, and what is told when it can't be answered. */
package io.varve.http.call;
