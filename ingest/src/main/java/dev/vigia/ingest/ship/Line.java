package dev.vigia.ingest.ship;

/**
 * One line without its line end.
 *
 * @param number in its file, from 1
 * @param offset of its first byte in its file
 * @param utf8 false when the bytes are not UTF-8 and were read as ISO-8859-1, which loses none
 */
record Line(Origin origin, long number, long offset, String text, boolean utf8) {

    /** The same line with another one put below it. */
    Line joined(Line next) {
        return new Line(origin, number, offset, text + "\n" + next.text, utf8 && next.utf8);
    }

    /** The same for the same place of the same run, whatever happens in between. */
    String id(String run) {
        String file = origin.generation() == 0 ? "" + origin.index() : origin.index() + "." + origin.generation();
        return run + "-" + file + "-" + offset;
    }
}
