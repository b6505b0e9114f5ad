package dev.vigia.sinks.notify.text;

/**
 * A way to more.
 *
 * @param text in the reader's language
 * @param url http or https; not escaped
 */
public record Link(Kind kind, String text, String url) {

    public enum Kind {
        /** The alert in the console. */
        ALERT,
        /** The records that the value stands on, in Kibana. */
        RECORDS,
        RUNBOOK,
        /** Of an alert from outside, where its sender shows it. */
        SOURCE,
        /** The console's form for a silence, filled in. */
        SILENCE,
        /** The console. */
        CONSOLE
    }
}
