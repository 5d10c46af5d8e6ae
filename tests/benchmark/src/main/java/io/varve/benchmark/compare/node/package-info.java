/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** ZooKeeper and bookies as processes of their own, with the options that a standalone server gives them. */
package io.varve.benchmark.compare.node;
