/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
/** An object store over a bucket of an S3-compatible service; what the clients of such services have in common. */
package io.varve.objects.bucket;
