/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Who owns what in the cluster, and requests that find the right broker and are repeated when that helps. Not part of the public interface. */
package io.varve.client.cluster;
