/** What applications send, and what they were told became of it. */
@NullMarked
package dev.vigia.chaos.load;

import org.jspecify.annotations.NullMarked;
