package dev.vigia.ingest.ship;

import dev.vigia.runtime.UserException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What to ship and how.
 *
 * @param files as the user wrote them; {@code -} is standard input
 * @param service for records that do not name theirs; for syslog instead of the process's name
 * @param follow go on with what is written later
 * @param retime move all times such that the latest one is now
 * @param batch records in a request, at least 1
 * @param zone of times without one
 */
record ShipOptions(
        List<String> files,
        Format format,
        Optional<String> service,
        boolean follow,
        boolean retime,
        int batch,
        ZoneId zone) {

    static final String STANDARD_INPUT = "-";

    ShipOptions {
        files = List.copyOf(files);
        if (batch < 1) throw new UserException("--batch is " + batch + "; it is 1 or more");
        if (follow && retime) {
            throw new UserException(
                    "--retime moves the last line to now, and a file that is followed has no last line; leave one of them out");
        }
        boolean input = files.contains(STANDARD_INPUT);
        if (input && retime) {
            throw new UserException("--retime reads its input twice, which standard input cannot; ship a file");
        }
        if (input && follow) {
            throw new UserException("--follow is for files; standard input is read until it ends anyway");
        }
    }

    LineParser parser(MissingYear years) {
        return switch (format) {
            case COMBINED -> new CombinedParser();
            case SYSLOG -> new SyslogParser(zone, years);
            case JSON -> new JsonParser();
            case TEXT -> new TextParser(zone);
        };
    }
}
