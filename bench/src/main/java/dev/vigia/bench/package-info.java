/**
 * How fast Vigia is, next to the simplest thing that does a comparable job on the same machine at the same time:
 * {@link dev.vigia.bench.Bench} has the command.
 */
@NullMarked
package dev.vigia.bench;

import org.jspecify.annotations.NullMarked;
