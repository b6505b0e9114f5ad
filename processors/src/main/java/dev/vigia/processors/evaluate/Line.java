package dev.vigia.processors.evaluate;

import java.util.Arrays;
import java.util.Optional;

/**
 * A line through points, after Theil and Sen: its slope is the median of the slopes between any two points, and half of the
 * points lie above it. Up to 29 % of the points may be anything without turning it.
 *
 * @param slope by how much it rises in a unit of time
 * @param level where it is at time 0
 * @see <a href="https://doi.org/10.1080/01621459.1968.10480934">Sen, Estimates of the regression coefficient based on
 *     Kendall's tau, 1968</a>
 */
record Line(double slope, double level) {

    /**
     * The line through some points; empty when there are fewer than two.
     *
     * @param times in ascending order, no two the same
     * @param values one for each time
     */
    static Optional<Line> through(double[] times, double[] values) {
        int points = times.length;
        if (points < 2) return Optional.empty();
        double[] slopes = new double[points * (points - 1) / 2];
        int next = 0;
        for (int i = 0; i < points; i++) {
            for (int j = i + 1; j < points; j++) slopes[next++] = (values[j] - values[i]) / (times[j] - times[i]);
        }
        double slope = median(slopes);
        double[] levels = new double[points];
        for (int i = 0; i < points; i++) levels[i] = values[i] - slope * times[i];
        return Optional.of(new Line(slope, median(levels)));
    }

    /** Sorts the numbers. */
    private static double median(double[] numbers) {
        Arrays.sort(numbers);
        int middle = numbers.length / 2;
        return numbers.length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
    }
}
