/** Object storage: the port with its memory and directory stores, the object format, and the reader of old records. */
package io.varve.objects;
