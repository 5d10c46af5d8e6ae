/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Connections that can be cut, slowed down and silenced. */
package io.varve.chaos.proxy;
