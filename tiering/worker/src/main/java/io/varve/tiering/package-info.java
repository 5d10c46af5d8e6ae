/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Moving sealed segments from ledgers to objects, verified before anything else counts on them. */
package io.varve.tiering;
