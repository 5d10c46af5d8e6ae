/** The port to the cluster's small, strongly consistent tree of nodes (ZooKeeper), with its in-memory twin. */
package io.varve.metadata;
