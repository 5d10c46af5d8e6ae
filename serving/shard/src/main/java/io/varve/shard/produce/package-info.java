/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Decides what happens to a produced batch. */
package io.varve.shard.produce;
