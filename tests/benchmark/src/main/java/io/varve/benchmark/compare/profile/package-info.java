/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Where the time of a workload goes, as flight recordings of its processes tell. */
package io.varve.benchmark.compare.profile;
