package dev.vigia.ingest.ship;

/**
 * Where lines come from.
 *
 * @param name as the user wrote it
 * @param index position on the command line, from 0
 * @param generation 0, and one more each time a followed file was rotated or truncated, since its offsets begin anew then
 */
record Origin(String name, int index, int generation) {

    Origin next() {
        return new Origin(name, index, generation + 1);
    }
}
