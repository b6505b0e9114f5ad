/** What operators and files say, and the clock, as records that the folds read. */
@NullMarked
package dev.vigia.processors.control;

import org.jspecify.annotations.NullMarked;
