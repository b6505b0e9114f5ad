/** Data out: Kafka Connect sink connectors, and what they share. */
@NullMarked
package dev.vigia.sinks;

import org.jspecify.annotations.NullMarked;
