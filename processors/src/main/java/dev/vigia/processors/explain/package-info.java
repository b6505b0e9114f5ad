/** Computes again, from the raw records, what a transition of an alert tells. */
@NullMarked
package dev.vigia.processors.explain;

import org.jspecify.annotations.NullMarked;
