package dev.vigia.chaos.verdict;

import dev.vigia.chaos.verdict.Tellings.Telling;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A service that sends on whatever it is given, as often as it is given it. That requests carry a key serves only to count them.
 * Thread-safe.
 */
final class ShortMessages {

    static final String RECEIVER = "sms";

    private final Map<String, Integer> arrived = new TreeMap<>();

    /** The status of the answer. */
    synchronized int take(String key) {
        arrived.merge(key, 1, Integer::sum);
        return 201;
    }

    /**
     * What is said to be delivered came, and what came more than once is said to be doubtful.
     *
     * @param crashes as many may have come again; empty for any number
     */
    synchronized Check check(Tellings tellings, Optional<Integer> crashes) {
        Findings findings = new Findings("repeats are reported");
        int again = 0;
        for (Map.Entry<String, Integer> entry : arrived.entrySet()) {
            Optional<Telling> telling = tellings.find(entry.getKey());
            int times = entry.getValue();
            int explained = telling.map(Telling::explains).orElse(0);
            again += Math.max(0, times - telling.map(Telling::begun).orElse(0));
            if (times > explained) {
                findings.differ(entry.getKey() + " came " + times + " times, and the reports explain " + explained
                        + ": " + telling.map(Telling::toString).orElse("none"));
            }
        }
        for (Telling telling : tellings.all()) {
            boolean here = !telling.receiver().equals(RECEIVER) || arrived.containsKey(telling.id());
            if (telling.delivered() && !here) findings.differ(telling + " never came");
        }
        int repeats = again;
        crashes.filter(limit -> repeats > limit)
                .ifPresent(limit -> findings.differ(repeats + " came again after " + limit + " crashes"));
        findings.count(
                "messages", arrived.values().stream().mapToInt(times -> times).sum());
        findings.count("of them again", again);
        crashes.ifPresent(limit -> findings.count("crashes", limit));
        return findings.check();
    }
}
