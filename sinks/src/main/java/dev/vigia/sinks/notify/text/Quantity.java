package dev.vigia.sinks.notify.text;

/**
 * What a condition compares with its bound.
 *
 * @param aggregate as the condition has it, for instance {@code p95(http.duration)}
 * @param change how it is compared with what it was in the window before
 * @param measure what its value is a number of
 */
record Quantity(String aggregate, Change change, Measure measure) {

    private static final String BEFORE = " before";

    enum Change {
        NONE(""),
        RATIO(" / "),
        DIFFERENCE(" - ");

        private final String sign;

        Change(String sign) {
            this.sign = sign;
        }
    }

    /** @param condition as an alert has it, for instance {@code count / count before > 3} */
    static Quantity of(String condition) {
        String left = Comparison.left(condition);
        for (Change change : new Change[] {Change.RATIO, Change.DIFFERENCE}) {
            int length = (left.length() - change.sign.length() - BEFORE.length()) / 2;
            String of = left.substring(0, Math.max(0, length));
            if (left.equals(of + change.sign + of + BEFORE)) return new Quantity(of, change, Measure.of(condition));
        }
        return new Quantity(left, Change.NONE, Measure.of(condition));
    }

    boolean isCount() {
        return change == Change.NONE && aggregate.equals("count");
    }

    /** Whether it is how long something takes to get somewhere. */
    boolean isTimeTo() {
        return change == Change.NONE && aggregate.startsWith("time_to(");
    }

    boolean isOfDifferentValues() {
        return aggregate.startsWith("distinct_ratio(");
    }
}
