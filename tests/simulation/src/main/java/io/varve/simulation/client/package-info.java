/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Those who use the simulated brokers: producers, readers, members of stream groups. */
package io.varve.simulation.client;
