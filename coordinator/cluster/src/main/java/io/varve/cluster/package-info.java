/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Membership, controller, shard assignment and claims, catalogue, policies. */
package io.varve.cluster;
