/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Reading old records from objects on behalf of a broker's many readers: shared, bounded, read ahead. */
package io.varve.objects.cold;
