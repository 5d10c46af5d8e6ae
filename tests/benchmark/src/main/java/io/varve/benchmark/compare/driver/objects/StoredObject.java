/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.benchmark.compare.driver.objects;

/**
 * An object that was stored whole.
 *
 * @param length in bytes
 */
record StoredObject(String key, int length) {}
