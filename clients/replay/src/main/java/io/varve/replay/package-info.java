/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Replays a topic: plans where its records are, reads history from objects and the rest from the broker, feeds a sink. */
package io.varve.replay;
