package dev.vigia.bench;

import java.nio.file.Path;

/**
 * What was asked for on the command line.
 *
 * @param seconds about how long one timed run takes
 * @param runs timed runs of each way, after the warm-up
 * @param profile whether our way is recorded with JFR
 * @param target where files go
 */
record Options(int seconds, int runs, boolean profile, Path target) {}
