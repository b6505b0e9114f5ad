/** Metrics of the machine that Vigia runs on. */
@NullMarked
package dev.vigia.ingest.host;

import org.jspecify.annotations.NullMarked;
