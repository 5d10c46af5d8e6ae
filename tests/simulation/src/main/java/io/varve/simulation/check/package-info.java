/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What must be true, checked at every effect on a store and at every answer. */
package io.varve.simulation.check;
