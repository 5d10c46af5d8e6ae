/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Configuration: keys, where their values come from, and the records that components are given. */
package io.varve.server.config;
