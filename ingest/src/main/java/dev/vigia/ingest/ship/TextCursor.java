package dev.vigia.ingest.ship;

import java.util.Optional;

/** A place in a line that is read from left to right. Every method that answers empty leaves the place as it was. */
final class TextCursor {

    private final String text;
    private int at;

    TextCursor(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    String rest() {
        return text.substring(at);
    }

    /** Whether the next character is one of these. */
    boolean startsWithAny(String characters) {
        return !atEnd() && characters.indexOf(text.charAt(at)) >= 0;
    }

    char take() {
        return text.charAt(at++);
    }

    boolean skip(String expected) {
        if (!text.startsWith(expected, at)) return false;
        at += expected.length();
        return true;
    }

    /** Up to the next occurrence of {@code stop}, which is skipped. */
    Optional<String> until(String stop) {
        int found = text.indexOf(stop, at);
        if (found < 0) return Optional.empty();
        String token = text.substring(at, found);
        at = found + stop.length();
        return Optional.of(token);
    }

    /** Up to the next space, which is skipped, or the end. Empty at the end. */
    Optional<String> word() {
        if (atEnd()) return Optional.empty();
        Optional<String> word = until(" ");
        if (word.isPresent()) return word;
        String last = rest();
        at = text.length();
        return Optional.of(last);
    }

    /**
     * A text in double quotes in which a backslash protects the next character; the escapes are left in. A closing quote that
     * is missing at the end of the line is taken as read: servers and copies cut long lines.
     */
    Optional<String> quoted() {
        if (!text.startsWith("\"", at)) return Optional.empty();
        int from = at + 1;
        int to = from;
        while (to < text.length() && text.charAt(to) != '"') to += text.charAt(to) == '\\' ? 2 : 1;
        to = Math.min(to, text.length());
        at = Math.min(to + 1, text.length());
        return Optional.of(text.substring(from, to));
    }
}
