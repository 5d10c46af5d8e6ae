/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What a server has of its own on its machine: its directory, what it tells about itself there, its HTTP port for operators. */
package io.varve.server.node;
