package dev.vigia.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who failed to log in more than 5 times within 10 minutes according to an auth log, read without Vigia's own parser. The
 * same as {@code ingest/src/test/scripts/failed_logins.py}, which a person can run.
 */
final class FailedLogins {

    private static final Pattern FAILED = Pattern.compile("(\\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d) \\S+ sshd\\[\\d+]: "
            + "(?:message repeated (\\d+) times: \\[ )?Failed password for .* from (\\S+) port \\d+.*");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy MMM ppd HH:mm:ss", Locale.ENGLISH);
    private static final int LIMIT = 5;
    private static final int WINDOW = 600;

    private FailedLogins() {}

    static Set<String> addresses(Path file) throws IOException {
        Map<String, List<Long>> times = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            Matcher failed = FAILED.matcher(line);
            if (!failed.matches()) continue;
            // Any year will do: the file lies within one.
            long second = LocalDateTime.parse("2020 " + failed.group(1), TIME).toEpochSecond(ZoneOffset.UTC);
            int repeats = failed.group(2) == null ? 1 : Integer.parseInt(failed.group(2));
            times.computeIfAbsent(failed.group(3), address -> new ArrayList<>())
                    .addAll(Collections.nCopies(repeats, second));
        }
        Set<String> over = new TreeSet<>();
        times.forEach((address, seconds) -> {
            Collections.sort(seconds);
            for (int last = LIMIT; last < seconds.size(); last++) {
                if (seconds.get(last) - seconds.get(last - LIMIT) < WINDOW) over.add(address);
            }
        });
        return over;
    }
}
