/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Reading as a member of a group: assignment, rebalance, commits. */
package io.varve.client.consumer;
