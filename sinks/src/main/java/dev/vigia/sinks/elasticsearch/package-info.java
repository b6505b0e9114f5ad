/** Writes every topic that people look at to Elasticsearch, each record exactly once. */
@NullMarked
package dev.vigia.sinks.elasticsearch;

import org.jspecify.annotations.NullMarked;
