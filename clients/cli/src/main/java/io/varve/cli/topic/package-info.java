/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Creating, listing, describing, sealing and deleting topics. */
package io.varve.cli.topic;
