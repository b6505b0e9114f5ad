/** What a silence means: the same for {@code dispatch}, which keeps quiet, and for the console, which shows it. */
@NullMarked
package dev.vigia.schemas.silences;

import org.jspecify.annotations.NullMarked;
