/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Frames of the native protocol: a fixed header, one protobuf command, a payload of raw bytes. Specified in docs/protocol.md. */
package io.varve.protocol.frame;
