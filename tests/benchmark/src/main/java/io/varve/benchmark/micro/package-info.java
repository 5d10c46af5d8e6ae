/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What the hot, pure parts cost for each batch: time and bytes allocated. Run by {@code bin/varve bench jmh}. Parts that are hidden
 * in their packages have their benchmarks there.
 */
package io.varve.benchmark.micro;
