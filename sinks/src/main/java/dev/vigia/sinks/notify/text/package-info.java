/** What a person reads of a notification: words, numbers, times and links, in the reader's language and zone. Pure. */
@NullMarked
package dev.vigia.sinks.notify.text;

import org.jspecify.annotations.NullMarked;
