package dev.vigia.chaos.verdict;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every record that somebody had to give up on is a dead letter with its bytes, and no other is. Those of processors are
 * there once; those of sinks at least once, since a sink that is killed cannot know whether it has written them.
 */
final class DeadLetterCheck {

    private static final Set<String> SINKS = Set.of("elasticsearch", "notify");

    private DeadLetterCheck() {}

    static Check check(Poison.Doses poison, Evidence evidence) {
        Findings findings = new Findings("dead letters complete");
        Map<DeadLetter, byte[]> expected = new HashMap<>(evidence.doomed());
        expected.putAll(poison.deadLetters());
        Map<DeadLetter, List<byte[]>> there = evidence.deadLetters();
        expected.forEach((letter, value) -> {
            List<byte[]> found = there.getOrDefault(letter, List.of());
            if (found.isEmpty()) findings.differ("missing: " + letter);
            else if (found.size() > 1 && !SINKS.contains(letter.stage()))
                findings.differ(found.size() + " times: " + letter);
            if (found.stream().anyMatch(bytes -> !Arrays.equals(bytes, value)))
                findings.differ("other bytes: " + letter);
        });
        there.keySet().stream()
                .filter(letter -> !expected.containsKey(letter))
                .forEach(letter -> findings.differ("unexpected: " + letter));
        for (DeadLetter.Place place : evidence.unreadable()) {
            if (!poison.given().contains(place)) findings.differ("cannot be read: " + place);
        }
        findings.count("records", expected.size());
        findings.count("letters", there.values().stream().mapToInt(List::size).sum());
        return findings.check();
    }
}
