/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The native protocol on Netty: connections, the frames in both directions, and the commands that they carry. */
package io.varve.transport;
