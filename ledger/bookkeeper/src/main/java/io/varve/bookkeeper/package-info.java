/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The ledger store over the BookKeeper client, and bookies inside this process. BookKeeper's types stay in here. */
package io.varve.bookkeeper;
