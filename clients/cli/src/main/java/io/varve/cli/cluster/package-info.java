/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** {@code varve broker} and {@code varve shard}: what the cluster is made of. */
package io.varve.cli.cluster;
