package dev.vigia.ingest.ship;

/** Reads one format, one file with one parser, lines in order. Never fails: what it cannot read is kept as it is. */
interface LineParser {

    /** @param text one line, or several when {@link #continues} joined them */
    Parsed parse(String text);

    /** Whether a record may have several lines. */
    default boolean joinsLines() {
        return false;
    }

    /**
     * Whether a line belongs to the record before it.
     *
     * @param record the lines so far
     */
    default boolean continues(String record, String line) {
        return false;
    }
}
