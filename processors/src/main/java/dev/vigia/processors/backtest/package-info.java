/** Folds a stretch of an installation's log again with other rules, and says what would have been different. */
@NullMarked
package dev.vigia.processors.backtest;

import org.jspecify.annotations.NullMarked;
