/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** A cluster of separate processes on one machine: what it is made of, where they listen, how they start and stop. */
package io.varve.server.local;
