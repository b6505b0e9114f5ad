package dev.vigia.bench;

import java.util.List;

/** Some lines of the table. It starts what it needs, and leaves nothing running. */
interface Benchmark {

    /** What it is called on the command line. */
    String name();

    List<Row> run(Options options) throws Exception;
}
