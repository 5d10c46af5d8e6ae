/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** {@code varve namespace}: where topics and groups of different owners are kept apart. */
package io.varve.cli.namespace;
