package dev.vigia.sinks.notify;

import java.time.Duration;
import java.util.Optional;

/**
 * What came back, secrets hidden.
 *
 * @param retryAfter how long the other side asks to wait
 * @param location where it says that it has gone
 * @param body the beginning of it
 * @param whole false where it broke off or took too long
 */
record HttpAnswer(int status, Optional<Duration> retryAfter, Optional<String> location, String body, boolean whole) {

    private static final int LONGEST_DETAIL = 500;

    /** What HTTP says of the status: 2xx is delivered; 408, 429 and 5xx may be tried again; the rest is final. */
    Outcome outcome() {
        if (status / 100 == 2) return new Outcome.Delivered(detail());
        if (mayPass()) return new Outcome.Retryable(detail(), retryAfter);
        return new Outcome.Failed(detail());
    }

    boolean mayPass() {
        return status == 408 || status == 429 || status >= 500;
    }

    /** The status, and the first line of what was said. */
    String detail() {
        StringBuilder detail = new StringBuilder("HTTP ").append(status);
        String line = body.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
        if (!line.isEmpty()) detail.append(": ").append(AlertText.cut(line, LONGEST_DETAIL));
        if (!whole) detail.append(" (the answer broke off)");
        if (status / 100 == 3) {
            detail.append("; it has moved")
                    .append(location.map(host -> " to " + host).orElse(""));
            detail.append(", and is not followed: set the new address");
        }
        return detail.toString();
    }
}
