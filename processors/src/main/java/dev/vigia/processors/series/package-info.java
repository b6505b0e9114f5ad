/** How the dimensions of a built-in series are written in a delta's group. */
@NullMarked
package dev.vigia.processors.series;

import org.jspecify.annotations.NullMarked;
