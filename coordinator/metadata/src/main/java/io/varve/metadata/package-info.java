/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The port to the cluster's small, strongly consistent tree of nodes (ZooKeeper), with its in-memory twin. */
package io.varve.metadata;
