/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What has to hold before a server starts, each looked at by itself, with what to do where it doesn't. */
package io.varve.server.doctor;
