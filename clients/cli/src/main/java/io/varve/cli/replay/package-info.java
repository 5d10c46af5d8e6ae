/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** {@code varve replay}: history in bulk, to a file or another topic. */
package io.varve.cli.replay;
