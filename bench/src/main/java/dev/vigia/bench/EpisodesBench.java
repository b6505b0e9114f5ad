package dev.vigia.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code evaluate} with 1,000 rules and 100,000 groups that each have an open episode, against itself with 1,000 groups: frames
 * with which nothing, ten windows or 1,000 windows close, and frames with records for some groups.
 */
final class EpisodesBench implements Benchmark {

    private static final int MANY = 100_000;
    private static final int FEW = 1_000;

    private static final int[] CLOSING = {0, 10, 1_000};
    private static final int DELTAS = 100;

    @Override
    public String name() {
        return "evaluate-groups";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int closing : CLOSING) {
            int frames = closing >= 1_000 ? 20 : 500;
            String what = String.format(Locale.ROOT, "%,d windows close with each frame", closing);
            rows.add(row("evaluate-closing-" + closing, closing, new Work(frames, 0, what), options));
        }
        String what = DELTAS + " groups have a record in each frame";
        rows.add(row("evaluate-deltas-" + DELTAS, 0, new Work(500, DELTAS, what), options));
        return rows;
    }

    /**
     * What is timed.
     *
     * @param frames as many as take a while; all runs together end before the day of the rules does
     * @param news how many groups have a record in each
     */
    private record Work(int frames, int news, String what) {

        Speed on(Episodes episodes) {
            return episodes.frames(frames, news);
        }
    }

    private static Row row(String name, int closing, Work work, Options options) throws Exception {
        try (Episodes many = Episodes.open(options.target(), MANY, closing);
                Episodes few = Episodes.open(options.target(), FEW, closing)) {
            double bytes = many.bytesPerGroup();
            Duel.Result result = new Duel(name, options).fight(round -> work.on(many), round -> work.on(few));
            many.check();
            few.check();
            String note = String.format(
                    Locale.ROOT,
                    "%,d rules, %,d groups, each with an open episode and %,.0f bytes in the store; %s",
                    Episodes.RULES,
                    MANY,
                    bytes,
                    work.what());
            return Row.compared(
                    name, "frames/s", result, String.format(Locale.ROOT, "itself with %,d groups", FEW), note);
        }
    }
}
