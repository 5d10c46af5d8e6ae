/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What the hot, pure parts cost for each batch: time, and with {@code -prof gc} bytes allocated. Run by {@code java -jar
 * tests/benchmark/target/varve-benchmark.jar jmh -prof gc}. Parts that are hidden in their packages have their benchmarks there.
 */
package io.varve.benchmark.micro;
