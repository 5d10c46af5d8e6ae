/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Clients that send, read and commit all the time, and write down what they are told. */
package io.varve.chaos.load;
