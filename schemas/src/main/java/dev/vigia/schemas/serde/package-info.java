/** How records become bytes and back: Avro in Confluent's wire format, and the client of the schema registry. */
@NullMarked
package dev.vigia.schemas.serde;

import org.jspecify.annotations.NullMarked;
