/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What stands between a simulated broker and its stores: delays, losses, crashes and pauses; and what sees every effect. */
package io.varve.simulation.port;
