/**
 * The platform Vigia runs on, started on this machine: a broker and a Connect worker in this JVM, Elasticsearch and the
 * schema registry as child processes that die with it.
 */
@NullMarked
package dev.vigia.platform;

import org.jspecify.annotations.NullMarked;
