/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What goes wrong, when, and what shows that it did. */
package io.varve.chaos.fault;
