/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** How far a replay has come, kept so that it can go on after it was killed. */
package io.varve.replay.checkpoint;
