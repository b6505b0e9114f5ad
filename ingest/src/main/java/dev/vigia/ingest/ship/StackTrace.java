package dev.vigia.ingest.ship;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stack trace of Java, JavaScript or Python below a log message.
 *
 * @param before the lines above it
 * @param text all of it, as it was written
 */
record StackTrace(String before, String type, String message, String text) {

    private static final String PYTHON = "Traceback (most recent call last):";
    private static final List<String> PYTHON_CHAIN = List.of(
            "During handling of the above exception, another exception occurred:",
            "The above exception was the direct cause of the following exception:");
    private static final Pattern THROWN = Pattern.compile(
            "((?:[A-Za-z_$][\\w$]*\\.)*[A-Z][\\w$]*(?:Exception|Error|Throwable|Interrupt|Exit))(?:: (.*))?");
    private static final Pattern ANY_THROWN = Pattern.compile("((?:[A-Za-z_]\\w*\\.)*[A-Za-z_]\\w*)(?:: (.*))?");
    private static final Pattern FRAME = Pattern.compile("\\s+at \\S.*");

    /** Whether a line goes on with what the lines above it began. */
    static boolean continues(String above, String line) {
        if (line.isEmpty()) return false;
        if (Character.isWhitespace(line.charAt(0)) || line.startsWith("Caused by:") || line.equals(PYTHON)) return true;
        if (PYTHON_CHAIN.contains(line)) return true;
        if (THROWN.matcher(line).matches()) return true;
        // The last line of a Python trace is not indented, and any class can be raised.
        String lastLine = above.substring(above.lastIndexOf('\n') + 1);
        return above.contains(PYTHON)
                && lastLine.startsWith("  ")
                && ANY_THROWN.matcher(line).matches();
    }

    static Optional<StackTrace> find(String text) {
        String[] lines = text.split("\n", -1);
        int offset = 0;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].equals(PYTHON)) return python(text, offset, lines);
            Matcher thrown = THROWN.matcher(lines[i]);
            if (thrown.matches()
                    && i + 1 < lines.length
                    && FRAME.matcher(lines[i + 1]).matches()) {
                return Optional.of(of(text, offset, thrown));
            }
            offset += lines[i].length() + 1;
        }
        return Optional.empty();
    }

    private static Optional<StackTrace> python(String text, int offset, String[] lines) {
        Matcher thrown = ANY_THROWN.matcher(lines[lines.length - 1]);
        return thrown.matches() ? Optional.of(of(text, offset, thrown)) : Optional.empty();
    }

    private static StackTrace of(String text, int offset, Matcher thrown) {
        String message = thrown.group(2) == null ? "" : thrown.group(2);
        return new StackTrace(
                text.substring(0, Math.max(offset - 1, 0)), thrown.group(1), message, text.substring(offset));
    }
}
