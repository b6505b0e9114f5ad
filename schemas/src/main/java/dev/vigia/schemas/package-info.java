/** What flows: the topics, their records, and how a record becomes bytes. */
@NullMarked
package dev.vigia.schemas;

import org.jspecify.annotations.NullMarked;
