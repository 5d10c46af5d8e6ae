/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.varve.transport;

/**
 * Who a broker is.
 *
 * @param clusterId the cluster's, given once when it was made
 * @param brokerId unique in the cluster
 */
public record BrokerIdentity(String clusterId, String brokerId) {}
