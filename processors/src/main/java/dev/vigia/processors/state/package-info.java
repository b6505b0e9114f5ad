/** What a fold remembers: ordered entries of bytes, over Kafka Streams or over the heap alike. */
@NullMarked
package dev.vigia.processors.state;

import org.jspecify.annotations.NullMarked;
