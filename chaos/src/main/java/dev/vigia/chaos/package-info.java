/** Breaks Vigia in every way, and says whether everything is as it should be afterwards. */
@NullMarked
package dev.vigia.chaos;

import org.jspecify.annotations.NullMarked;
