/** Moves sealed segments into objects: copies, verifies by reading back, and deletes what every image has given up. */
package io.varve.tiering;
