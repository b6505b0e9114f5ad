package dev.vigia.console.views;

import dev.vigia.schemas.avro.Log;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The last log lines. Thread-safe. */
public final class LogTail {

    private final int maxLines;
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private long number;

    public LogTail(int maxLines) {
        this.maxLines = maxLines;
    }

    public synchronized void accept(Log log) {
        lines.add(LogLine.of(++number, log));
        if (lines.size() > maxLines) lines.remove();
    }

    /**
     * The newest lines that fit, the newest first.
     *
     * @param service the service's whole name; empty for all
     * @param levels the levels' words; empty for all
     * @param search what the line has to contain, whatever the case; empty for all
     */
    public synchronized List<LogLine> find(String service, List<String> levels, String search) {
        String wanted = search.toLowerCase(Locale.ROOT);
        List<LogLine> found = new ArrayList<>();
        for (Iterator<LogLine> newestFirst = lines.descendingIterator(); newestFirst.hasNext(); ) {
            LogLine line = newestFirst.next();
            if ((service.isEmpty() || line.service().equals(service))
                    && (levels.isEmpty() || levels.contains(line.level()))
                    && line.text().contains(wanted)) {
                found.add(line);
            }
        }
        return found;
    }

    /** Up to {@code max} of the newest lines beyond a number, in their order. */
    public synchronized List<LogLine> after(long seen, int max) {
        long from = Math.max(seen, number - max);
        return lines.stream().filter(line -> line.number() > from).toList();
    }

    /** Number of the newest line; 0 when there was none. */
    public synchronized long newest() {
        return number;
    }
}
