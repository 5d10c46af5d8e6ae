/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What Linux tells of processes, disks and the machine: the files under /proc, read and taken apart. */
package io.varve.benchmark.compare.machine;
