/** How a part runs: its configuration, its life, its health, its metrics, and where its dead letters go. */
@NullMarked
package dev.vigia.runtime;

import org.jspecify.annotations.NullMarked;
