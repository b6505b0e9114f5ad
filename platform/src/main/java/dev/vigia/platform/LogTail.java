package dev.vigia.platform;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The last lines of a log file, for messages. */
final class LogTail {
    private static final int LINES = 20;
    private static final int BYTES = 16 * 1024;
    /** Where an exception passed by, which helps nobody but those who write the program. */
    private static final Predicate<String> FRAME =
            Pattern.compile("\\s+at \\S+\\(.*\\).*|\\s+\\.\\.\\. \\d+ more").asMatchPredicate();

    private LogTail() {}

    /** Names the file and quotes its end, without stack traces. */
    static String of(Path log) {
        try {
            List<String> lines = lastBytes(log)
                    .lines()
                    .filter(line -> !line.isBlank() && !FRAME.test(line))
                    .toList();
            if (lines.isEmpty()) {
                return "Its log " + log + " is empty.";
            }
            List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
            return "The end of its log " + log + ":\n  " + String.join("\n  ", last);
        } catch (IOException e) {
            return "Its log " + log + " cannot be read: " + e.getMessage();
        }
    }

    private static String lastBytes(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - BYTES);
            byte[] end = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(end);
            return new String(end, StandardCharsets.UTF_8);
        }
    }
}
