/** Deltas of the built-in series become one record a series and minute. */
@NullMarked
package dev.vigia.processors.rollup;

import org.jspecify.annotations.NullMarked;
