/** Alert rules as people write them, and the expressions in them. */
@NullMarked
package dev.vigia.processors.rules;

import org.jspecify.annotations.NullMarked;
