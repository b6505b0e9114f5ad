/** The mergeable summary of many values that every processor uses. */
@NullMarked
package dev.vigia.processors.sketch;

import org.jspecify.annotations.NullMarked;
