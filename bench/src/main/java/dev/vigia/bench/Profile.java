package dev.vigia.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the time of this JVM goes, by the JDK's flight recorder. Threads called {@code bench-…} only make load. */
final class Profile implements AutoCloseable {

    private static final int SHOWN = 25;

    private final Recording recording;
    private final Map<String, Integer> threads = new HashMap<>();
    private final Map<String, Integer> own = new HashMap<>();
    private final Map<String, Integer> inclusive = new HashMap<>();
    private final Map<String, Integer> allocated = new HashMap<>();
    private final Set<String> heard = new HashSet<>();
    private int samples;

    private Profile(Recording recording) {
        this.recording = recording;
    }

    static Profile start() throws Exception {
        Recording recording = new Recording(Configuration.getConfiguration("profile"));
        recording.start();
        return new Profile(recording);
    }

    /** Ends the recording, keeps it in {@code file} and gives a summary. */
    List<String> stop(Path file) throws IOException {
        recording.stop();
        recording.dump(file);
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) add(events.readEvent());
        }
        List<String> lines = new ArrayList<>();
        lines.add("  " + samples + " samples, in " + file);
        top("thread", threads, lines);
        top("method itself", own, lines);
        top("method and what it calls", inclusive, lines);
        top("class allocated", allocated, lines);
        return lines;
    }

    private void add(RecordedEvent event) {
        if (event.getEventType().getName().equals("jdk.ObjectAllocationSample")) {
            addAllocation(event);
        }
        if (!event.getEventType().getName().equals("jdk.ExecutionSample")) return;
        String thread = event.getThread("sampledThread").getJavaName();
        samples++;
        threads.merge(String.valueOf(thread).replaceAll("[0-9]+$", "n"), 1, Integer::sum);
        if (thread == null || thread.startsWith("bench-") || thread.equals("main")) return;
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        if (frames.isEmpty()) return;
        own.merge(name(frames.get(0)), 1, Integer::sum);
        Set<String> seen = new HashSet<>();
        for (RecordedFrame frame : frames) {
            if (seen.add(name(frame))) inclusive.merge(name(frame), 1, Integer::sum);
        }
    }

    /** A thread's first sample stands for all that it allocated before the recording, too. */
    private void addAllocation(RecordedEvent event) {
        if (event.getThread() == null || heard.add(event.getThread().getJavaName())) return;
        int kilobytes = (int) (event.getLong("weight") >> 10);
        allocated.merge(event.getClass("objectClass").getName(), kilobytes, Integer::sum);
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static void top(String title, Map<String, Integer> counts, List<String> into) {
        double all = Math.max(
                1, counts.values().stream().mapToLong(Integer::longValue).sum());
        double whole = title.startsWith("method and")
                ? Math.max(
                        1,
                        counts.values().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElse(1))
                : all;
        into.add("  by " + title + ":");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(SHOWN)
                .forEach(entry -> into.add(String.format(
                        Locale.ROOT, "    %5.1f %%  %s", 100 * entry.getValue() / whole, entry.getKey())));
    }

    @Override
    public void close() {
        recording.close();
    }
}
