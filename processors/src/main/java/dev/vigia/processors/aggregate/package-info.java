/**
 * Folds telemetry where it lies into small mergeable deltas, exactly once: a loop that consumes, folds and produces in
 * transactions. No state outlives a transaction.
 */
@NullMarked
package dev.vigia.processors.aggregate;

import org.jspecify.annotations.NullMarked;
