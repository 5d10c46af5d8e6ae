/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The main job, end to end, with every record checked: what {@code varve demo} shows. */
package io.varve.server.demo;
