/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The processes under test, and what can be done to them and seen of them. */
package io.varve.chaos.cluster;
