package dev.vigia.ingest.ship;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands behind time and host: {@code process[pid]: message} (the tag of RFC 3164, section 4.1.3).
 *
 * @param process empty when there is no tag
 * @param pid what stands in the brackets, usually a number
 */
record SyslogContent(Optional<String> process, Optional<String> pid, String message) {

    private static final Pattern TAG = Pattern.compile("([^\\s:\\[\\]]{1,128})(?:\\[([^\\]\\s]{1,128})\\])?: ?");

    static SyslogContent parse(String text) {
        Matcher tag = TAG.matcher(text);
        if (!tag.lookingAt()) return new SyslogContent(Optional.empty(), Optional.empty(), text);
        return new SyslogContent(
                Optional.of(tag.group(1)), Optional.ofNullable(tag.group(2)), text.substring(tag.end()));
    }

    SyslogContent withMessage(String other) {
        return new SyslogContent(process, pid, other);
    }
}
