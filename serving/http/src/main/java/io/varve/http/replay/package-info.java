/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Replays: as callers ask for them, as they are done, and as they are told of. */
package io.varve.http.replay;
