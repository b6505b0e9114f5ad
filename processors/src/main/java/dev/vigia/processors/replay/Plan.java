package dev.vigia.processors.replay;

import dev.vigia.processors.oncall.OnCall;
import dev.vigia.processors.routing.Routing;

/**
 * Who is told.
 *
 * @param routing by which routes
 * @param onCall who is called by the escalations that they begin
 */
public record Plan(Routing routing, OnCall onCall) {}
