package dev.vigia.ingest.ship;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request line as in RFC 9112, section 3: {@code METHOD target HTTP/version}. HTTP/0.9 has no version. Spaces inside of the
 * target are against the RFC, and yet in every access log.
 *
 * @param path without the query; of an absolute target without scheme and host
 * @param query without the question mark
 */
record RequestLine(String method, String path, Optional<String> query, Optional<String> version) {

    private static final Pattern FORM =
            Pattern.compile("([A-Za-z][A-Za-z_-]{0,31}) (\\S.*?)(?: HTTP/(\\d(?:\\.\\d)?))?");
    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?]*(.*)");

    /** Empty when it is none; port scanners and TLS clients send all kinds of things. */
    static Optional<RequestLine> parse(String text) {
        Matcher line = FORM.matcher(text);
        if (!line.matches()) return Optional.empty();
        String target = line.group(2);
        Matcher absolute = ABSOLUTE.matcher(target);
        if (absolute.matches())
            target = absolute.group(1).startsWith("/") ? absolute.group(1) : "/" + absolute.group(1);
        int mark = target.indexOf('?');
        return Optional.of(new RequestLine(
                line.group(1),
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? Optional.empty() : Optional.of(target.substring(mark + 1)),
                Optional.ofNullable(line.group(3))));
    }

    void addTo(ObjectNode http) {
        http.put("method", method).put("path", path);
        query.ifPresent(it -> http.put("query", it));
        version.ifPresent(it -> http.put("version", it));
    }
}
