/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Connections, requests and their limits: between the sockets and the API's parts. */
package io.varve.http.server;
