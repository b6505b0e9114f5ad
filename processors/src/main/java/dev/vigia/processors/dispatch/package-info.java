/** Who is told what and when: a pure fold over {@code dispatch.signals}, and the topology that runs it. */
@NullMarked
package dev.vigia.processors.dispatch;

import org.jspecify.annotations.NullMarked;
