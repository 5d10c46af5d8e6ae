/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.log;

import java.util.OptionalLong;

/**
 * The places that hold copies of ledgers, and what they lack.
 *
 * @param writable can take new ledgers now
 * @param known all that belong to the store, there or not
 * @param underReplicated ledgers that lack a copy and wait for repair; empty if that can't be told
 */
public record CopyHolders(int writable, int known, OptionalLong underReplicated) {}
