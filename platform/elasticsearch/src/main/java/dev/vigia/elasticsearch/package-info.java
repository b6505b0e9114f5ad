/** A real Elasticsearch node out of the server's published jars, run in a JVM of its own. */
@NullMarked
package dev.vigia.elasticsearch;

import org.jspecify.annotations.NullMarked;
