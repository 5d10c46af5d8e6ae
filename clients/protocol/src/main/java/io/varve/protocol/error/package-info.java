/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What can go wrong: error codes as they travel, and the sealed family of failures between the parts of a broker. */
package io.varve.protocol.error;
