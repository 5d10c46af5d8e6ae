/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** An object store through HTTP alone: the limit of what reads history from it. */
package io.varve.benchmark.compare.driver.objects;
