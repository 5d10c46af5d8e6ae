/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Reports of measurements for browsers. */
package io.varve.cli.bench.report;
