/** How Vigia itself does: what waits, what was given up, what is paused, as metrics like any others. */
@NullMarked
package dev.vigia.processors.watch;

import org.jspecify.annotations.NullMarked;
