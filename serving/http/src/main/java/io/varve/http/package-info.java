/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The HTTP API: a gateway over the native client, started inside a broker's process. */
package io.varve.http;
