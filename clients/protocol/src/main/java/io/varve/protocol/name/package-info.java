/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Names of topics and groups: their grammar, their full and short forms. */
package io.varve.protocol.name;
