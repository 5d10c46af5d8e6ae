/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A cluster on one thread with virtual time: brokers made of the product's parts over ports that fail by a seed, clients, and
 * what happens to them. Nothing here decides what a broker decides.
 */
package io.varve.simulation;
