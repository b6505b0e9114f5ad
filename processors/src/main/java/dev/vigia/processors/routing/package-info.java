/** The file {@code routes.yaml}: who is told of which alerts, and when. What is decided by it is {@code dispatch}'s. */
@NullMarked
package dev.vigia.processors.routing;

import org.jspecify.annotations.NullMarked;
