/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Sizes and times as flags and configuration have them. */
package io.varve.protocol.unit;
