/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What a server has of its own on its machine: its directory, and what it tells about itself there. */
package io.varve.server.node;
