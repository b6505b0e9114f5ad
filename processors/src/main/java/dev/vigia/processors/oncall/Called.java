package dev.vigia.processors.oncall;

import java.util.Optional;

/**
 * A receiver that a step of an escalation policy tells.
 *
 * @param receiver its name
 * @param person whose it is; empty where the step names the receiver itself
 * @param schedule on which they are on call; empty where the step names the person
 */
public record Called(String receiver, Optional<String> person, Optional<String> schedule) {}
