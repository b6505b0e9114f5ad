package dev.vigia.sinks.notify;

import java.util.Map;

/**
 * How a service wants its control characters written.
 *
 * @param byCharacter what stands for a character
 */
record Escapes(Map<Integer, String> byCharacter) {

    /** Slack's three: left as they are, text from a log could mention a whole channel. */
    static final Escapes SLACK = new Escapes(Map.of((int) '&', "&amp;", (int) '<', "&lt;", (int) '>', "&gt;"));

    /** Those of Telegram's HTML, in attributes as well. */
    static final Escapes TELEGRAM =
            new Escapes(Map.of((int) '&', "&amp;", (int) '<', "&lt;", (int) '>', "&gt;", (int) '"', "&quot;"));

    /**
     * The text, escaped, with spaces in place of control characters but new lines. What is longer than that once it is escaped ends in
     * …. Neither a character nor an escape is cut in two.
     */
    String of(String text, int longest) {
        StringBuilder out = new StringBuilder();
        int room = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            String escape = byCharacter.get(point);
            if (escape != null) out.append(escape);
            else out.appendCodePoint(Character.isISOControl(point) && point != '\n' ? ' ' : point);
            if (out.length() > longest) {
                out.setLength(room);
                return out.append('…').toString();
            }
            if (out.length() < longest) room = out.length();
        }
        return out.toString();
    }
}
