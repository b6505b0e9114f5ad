/** What the console knows: bounded views in memory, fed from topics and rebuilt from them at every start. */
@NullMarked
package dev.vigia.console.views;

import org.jspecify.annotations.NullMarked;
