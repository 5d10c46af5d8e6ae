/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Records that go out to the members of a group, and their commits. */
package io.varve.http.poll;
