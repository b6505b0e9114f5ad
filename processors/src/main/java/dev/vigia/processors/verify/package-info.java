/** Folds an installation's log again and compares what comes of it with what was written. */
@NullMarked
package dev.vigia.processors.verify;

import org.jspecify.annotations.NullMarked;
