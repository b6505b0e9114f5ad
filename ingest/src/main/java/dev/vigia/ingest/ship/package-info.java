/**
 * {@code vigia ship}: reads log files, turns their lines into Vigia's native JSON, and sends them to the gateway over HTTP.
 * Knows nothing of the gateway but its address.
 */
@NullMarked
package dev.vigia.ingest.ship;

import org.jspecify.annotations.NullMarked;
