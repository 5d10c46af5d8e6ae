/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.chaos.fault;

/**
 * What shows whether a fault bit.
 *
 * @param bit whether it did
 * @param text what was seen
 */
public record Evidence(boolean bit, String text) {}
