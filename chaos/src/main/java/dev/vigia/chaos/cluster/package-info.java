/** Vigia with each part as a process of its own, what it runs on, and what stands between them. */
@NullMarked
package dev.vigia.chaos.cluster;

import org.jspecify.annotations.NullMarked;
