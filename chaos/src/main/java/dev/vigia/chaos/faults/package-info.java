/** What may go wrong. */
@NullMarked
package dev.vigia.chaos.faults;

import org.jspecify.annotations.NullMarked;
