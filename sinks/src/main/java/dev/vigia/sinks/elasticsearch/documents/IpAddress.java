package dev.vigia.sinks.elasticsearch.documents;

import java.util.regex.Pattern;

/** Tells addresses from names, without ever asking a name server. */
final class IpAddress {

    private static final Pattern V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]{2,39}(?:(?<=:)[0-9.]{7,15})?");

    private IpAddress() {}

    /** The address if it is one, else empty. */
    static String of(String text) {
        if (V4.matcher(text).matches()) return text;
        return text.indexOf(':') >= 0 && V6.matcher(text).matches() && parses(text) ? text : "";
    }

    private static boolean parses(String text) {
        try {
            // A text with a colon is never looked up: it is an address or an error.
            return java.net.InetAddress.getByName(text).getAddress().length > 0;
        } catch (java.net.UnknownHostException e) {
            return false;
        }
    }
}
