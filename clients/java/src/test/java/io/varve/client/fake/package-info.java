/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** In-memory brokers behind real sockets, for tests of the client. */
package io.varve.client.fake;
