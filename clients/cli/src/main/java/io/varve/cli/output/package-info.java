/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** How answers look: aligned tables and JSON, sizes, ages and times. */
package io.varve.cli.output;
