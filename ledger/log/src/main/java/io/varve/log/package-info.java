/** The log of a shard: the port to replicated ledgers, and on it one endless, fenced, group-committed sequence of records. */
package io.varve.log;
