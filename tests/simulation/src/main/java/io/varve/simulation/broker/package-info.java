/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** A broker made of the product's parts, wired as the server wires them, on simulated ports. */
package io.varve.simulation.broker;
