/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Jobs as the cluster keeps them: any gateway tells of them, and one at a time does each. */
package io.varve.http.job;
