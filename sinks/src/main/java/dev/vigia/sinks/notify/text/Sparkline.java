package dev.vigia.sinks.notify.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A course in a few characters, for where there are no pictures. The bound lies at half the height: what is above it is in the
 * upper four of eight heights, so that it is seen from where on the alert was on.
 */
final class Sparkline {

    private static final String HEIGHTS = "▁▂▃▄▅▆▇█";
    private static final int HALF = HEIGHTS.length() / 2;
    /** Where there was no value. */
    private static final char NONE = '·';

    /** More do not fit in a line of a phone, with their name and the numbers. */
    private static final int MOST = 16;

    private Sparkline() {}

    static String of(Course course) {
        StringBuilder line = new StringBuilder();
        for (double value : columns(course)) line.append(Double.isNaN(value) ? NONE : height(course, value));
        return line.toString();
    }

    /** Of the values that share a column, the one nearest to what the condition asks for, or farthest into it. */
    private static List<Double> columns(Course course) {
        List<Double> values = course.values();
        int each = (values.size() - 1) / MOST + 1;
        List<Double> columns = new ArrayList<>();
        // The newest columns are full.
        for (int end = values.size(); end > 0; end -= each) {
            var shared = values.subList(Math.max(0, end - each), end).stream()
                    .mapToDouble(Double::doubleValue)
                    .filter(Double::isFinite);
            columns.add(0, (course.above() ? shared.max() : shared.min()).orElse(Double.NaN));
        }
        return columns;
    }

    private static char height(Course course, double value) {
        boolean upper = course.above() ? course.isBeyond(value) : value >= course.bound();
        double from = upper ? course.bound() : course.bottom();
        double to = upper ? Math.max(course.largest(), course.bound()) : course.bound();
        int height = to > from ? (int) Math.floor((value - from) / (to - from) * HALF) : 0;
        return HEIGHTS.charAt((upper ? HALF : 0) + Math.max(0, Math.min(HALF - 1, height)));
    }
}
