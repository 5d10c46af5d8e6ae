/** What can go wrong: error codes as they travel, and the sealed family of failures between the parts of a broker. */
package io.varve.protocol.error;
