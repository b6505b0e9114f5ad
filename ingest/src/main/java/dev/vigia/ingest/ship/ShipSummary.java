package dev.vigia.ingest.ship;

import java.util.Locale;

/**
 * What was done.
 *
 * @param unparsed lines that were not in the format and went as they are
 */
record ShipSummary(long records, int files, long unparsed) {

    @Override
    public String toString() {
        return "shipped " + count(records, "record") + " from " + count(files, "file") + "; " + parsing();
    }

    private String parsing() {
        if (unparsed == 0) return "every line could be parsed";
        return count(unparsed, "line") + " could not be parsed and went as " + (unparsed == 1 ? "it is" : "they are")
                + ", see the attribute vigia.parse_error";
    }

    private static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }
}
