/** Who is on call: people, schedules, overrides and escalation policies. */
@NullMarked
package dev.vigia.processors.oncall;

import org.jspecify.annotations.NullMarked;
