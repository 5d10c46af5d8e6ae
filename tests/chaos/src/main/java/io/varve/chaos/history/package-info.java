/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What clients asked for and were told, and whether it can be true; no I/O, no clock. */
package io.varve.chaos.history;
