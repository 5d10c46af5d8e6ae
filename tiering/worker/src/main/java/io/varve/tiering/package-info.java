/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Moves sealed segments into objects: copies, verifies by reading back, and deletes what every image has given up. */
package io.varve.tiering;
