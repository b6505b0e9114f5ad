package dev.vigia.processors.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts of which one has to be in everything that a regular expression matches: looking for them first spares most records
 * the expression, which takes dozens of times as long. A part that this reader of RE2's syntax does not know makes it give
 * up, and then every text is possible. Immutable.
 */
final class RequiredText {

    private static final int MOST_TEXTS = 16;
    private static final RequiredText NONE = new RequiredText(List.of());

    private final List<String> texts;

    private RequiredText(List<String> texts) {
        this.texts = texts;
    }

    /** @param regex what RE2 takes, without flags */
    static RequiredText of(String regex) {
        try {
            Reading reading = new Reading(regex);
            List<String> texts = reading.alternatives();
            return reading.atEnd() && texts.size() <= MOST_TEXTS ? new RequiredText(List.copyOf(texts)) : NONE;
        } catch (UnknownSyntax e) {
            return NONE;
        }
    }

    /** Whether the expression may match somewhere in a text; false is sure. */
    boolean mayBeIn(String text) {
        if (texts.isEmpty()) return true;
        for (int i = 0; i < texts.size(); i++) if (text.contains(texts.get(i))) return true;
        return false;
    }

    private static final class UnknownSyntax extends RuntimeException {

        UnknownSyntax() {
            super(null, null, false, false);
        }
    }

    /** One expression being read. What a method gives are texts of which one is required; none says nothing. */
    private static final class Reading {

        private final String regex;
        private int at;

        Reading(String regex) {
            this.regex = regex;
        }

        boolean atEnd() {
            return at == regex.length();
        }

        List<String> alternatives() {
            List<String> all = new ArrayList<>();
            boolean known = true;
            do {
                List<String> one = sequence();
                known &= !one.isEmpty();
                all.addAll(one);
            } while (accept("|"));
            return known ? all : List.of();
        }

        private List<String> sequence() {
            List<String> best = List.of();
            StringBuilder run = new StringBuilder();
            while (!atEnd() && peek() != '|' && peek() != ')') {
                int before = run.length();
                List<String> inner = atom(run);
                boolean literal = run.length() > before;
                boolean repeated = !atEnd() && "*+?{".indexOf(peek()) >= 0;
                if (repeated && !atLeastOnce()) {
                    run.setLength(before);
                    inner = List.of();
                }
                if (literal && !repeated) continue;
                best = better(best, better(inner, texts(run)));
                run.setLength(0);
            }
            return better(best, texts(run));
        }

        /** Reads one thing: a plain character goes to the run; of a group, what it requires is given. */
        private List<String> atom(StringBuilder run) {
            if (accept("(")) {
                if (accept("?") && !accept(":")) throw new UnknownSyntax();
                List<String> inner = alternatives();
                if (!accept(")")) throw new UnknownSyntax();
                return inner;
            }
            char first = peek();
            switch (first) {
                case '[' -> skipClass();
                case '\\' -> escaped(run);
                case '.', '^', '$' -> at++;
                case '*', '+', '?', '{' -> throw new UnknownSyntax();
                default -> {
                    if (Character.isSurrogate(first)) throw new UnknownSyntax();
                    run.append(first);
                    at++;
                }
            }
            return List.of();
        }

        private void escaped(StringBuilder run) {
            at++;
            if (atEnd()) throw new UnknownSyntax();
            char escaped = regex.charAt(at++);
            if ("dDwWsSbBAz".indexOf(escaped) >= 0) return;
            if (escaped >= 0x80 || Character.isLetterOrDigit(escaped)) throw new UnknownSyntax();
            run.append(escaped);
        }

        private void skipClass() {
            at++;
            accept("^");
            accept("]");
            while (!accept("]")) {
                if (atEnd()) throw new UnknownSyntax();
                if (accept("[:")) {
                    at = regex.indexOf(":]", at) + 2;
                    if (at < 2) throw new UnknownSyntax();
                } else {
                    at += peek() == '\\' ? 2 : 1;
                }
            }
        }

        /** Reads what says how often; of several such things one after the other, nothing is known. */
        private boolean atLeastOnce() {
            boolean once = switch (regex.charAt(at++)) {
                case '+' -> true;
                case '{' -> {
                    int end = regex.indexOf('}', at);
                    String times = end < 0 ? "" : regex.substring(at, end);
                    if (!times.matches("[0-9]+(,[0-9]*)?")) throw new UnknownSyntax();
                    at = end + 1;
                    yield !times.matches("0+(,.*)?");
                }
                default -> false;
            };
            accept("?");
            if (!atEnd() && "*+?{".indexOf(peek()) >= 0) throw new UnknownSyntax();
            return once;
        }

        private char peek() {
            return regex.charAt(at);
        }

        private boolean accept(String expected) {
            if (!regex.startsWith(expected, at)) return false;
            at += expected.length();
            return true;
        }

        private static List<String> texts(StringBuilder run) {
            return run.isEmpty() ? List.of() : List.of(run.toString());
        }

        /** The one whose shortest text is longer, else the later one: beginnings are what texts have in common. */
        private static List<String> better(List<String> one, List<String> other) {
            return shortest(other) >= shortest(one) ? other : one;
        }

        private static int shortest(List<String> texts) {
            return texts.stream().mapToInt(String::length).min().orElse(0);
        }
    }
}
