package dev.vigia.processors.replay;

/**
 * That a receiver is told of one alert; a notification of several is as many.
 *
 * @param at when: milliseconds since 1970-01-01 UTC
 * @param notificationId the same for all that are told together
 * @param receiver its name
 * @param reason why, in words
 * @param ruleId of the alert; of a summary in a storm, how many rules it tells of
 * @param severity in lower case
 * @param episodeId empty of a summary
 * @param route id of the route that tells; empty where none does
 * @param person whom an escalation calls by it; empty for nobody
 */
public record Telling(
        long at,
        String notificationId,
        String receiver,
        String reason,
        String ruleId,
        String severity,
        String episodeId,
        String route,
        String person) {}
