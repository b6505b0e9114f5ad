package dev.vigia.chaos.verdict;

import java.util.List;

/**
 * One claim, and whether it holds.
 *
 * @param name what is claimed, in a few words
 * @param counts what was looked at
 * @param differences what is not as it should be: the first few
 * @param more how many differences there are besides
 */
public record Check(String name, String counts, List<String> differences, long more) {

    public Check {
        differences = List.copyOf(differences);
    }

    public boolean passed() {
        return differences.isEmpty();
    }
}
