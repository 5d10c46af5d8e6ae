/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** {@code varve bench}: puts a load on a cluster, checks it and prints figures. */
package io.varve.cli.bench;
