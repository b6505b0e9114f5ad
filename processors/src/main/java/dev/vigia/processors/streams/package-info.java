/** How a Kafka Streams topology runs as a part, and the serdes of its stores and topics. */
@NullMarked
package dev.vigia.processors.streams;

import org.jspecify.annotations.NullMarked;
