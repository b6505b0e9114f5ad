/** Who would have been told in the past by other routes. */
@NullMarked
package dev.vigia.processors.replay;

import org.jspecify.annotations.NullMarked;
