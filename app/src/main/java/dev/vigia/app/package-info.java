/** The launcher, and everything on one machine. */
@NullMarked
package dev.vigia.app;

import org.jspecify.annotations.NullMarked;
