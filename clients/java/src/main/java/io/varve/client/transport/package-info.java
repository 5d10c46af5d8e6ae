/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Connections to brokers: sockets, frames, requests with deadlines, pushed records. Not part of the public interface. */
package io.varve.client.transport;
