/** Rules and the life of an alert: a pure fold over {@code signals}, and the topology that runs it. */
@NullMarked
package dev.vigia.processors.evaluate;

import org.jspecify.annotations.NullMarked;
