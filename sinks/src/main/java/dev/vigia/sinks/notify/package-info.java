/** Tells people and programs about alerts: one attempt a notification, one class a channel. */
@NullMarked
package dev.vigia.sinks.notify;

import org.jspecify.annotations.NullMarked;
