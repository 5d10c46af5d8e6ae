/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The log of a shard: the port to replicated ledgers, and on it one endless, fenced, group-committed sequence of records. */
package io.varve.log;
