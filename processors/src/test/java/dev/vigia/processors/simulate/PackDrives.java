package dev.vigia.processors.simulate;

import static dev.vigia.processors.simulate.PackRecords.DAY;
import static dev.vigia.processors.simulate.PackRecords.HOUR;
import static dev.vigia.processors.simulate.PackRecords.MINUTE;
import static dev.vigia.processors.simulate.PackRecords.SECOND;
import static dev.vigia.processors.simulate.PackRecords.after;
import static dev.vigia.processors.simulate.PackRecords.steps;

import dev.vigia.processors.simulate.PackRow.Drive;

/** What the conditions of the packs are driven with. */
final class PackDrives {

    private PackDrives() {}

    static Drive gauge(String name, long length) {
        return (from, value) -> steps(from.every(10 * SECOND, length, Kind.METRIC, measured(name, value)));
    }

    static String measured(String name, double value) {
        return """
                {"name": "%s", "value": %s, "attributes": {"queue": "q", "system.filesystem.mountpoint": "/"}}""".formatted(name, value);
    }

    /** Six hours by so much an hour, above 90 %. */
    static Drive growing(String name) {
        return (from, hourly) -> steps(from.ramp(6 * HOUR, name, 0.91, 0.91 + 6 * hourly));
    }

    /** Six hours by 0.1 in all, so that the mean of the last ten minutes is the value; then a restart. */
    static Drive upTo(String name) {
        double ahead = 0.1 / (6 * HOUR) * 295 * SECOND;
        return (from, mean) -> steps(
                from.ramp(6 * HOUR, name, mean + ahead - 0.1, mean + ahead),
                after(6 * HOUR + 10 * SECOND, from.ramp(10 * MINUTE, name, 0.5, 0.5)));
    }

    static Drive slow(long length) {
        return (from, seconds) -> steps(from.every(SECOND, length, Kind.LOG, """
                {"http": {"status": 200, "duration_ms": %s}}""".formatted(seconds * 1_000)));
    }

    /** So many of 1,000 requests; the others come first, as a rate is judged with each. */
    static Drive failing() {
        return (from, failed) -> steps(
                from.times(1_000 - (long) failed, Kind.LOG, "{\"http\": {\"status\": 200}}"),
                after(SECOND, from.times((long) failed, Kind.LOG, "{\"http\": {\"status\": 500}}")));
    }

    static Drive times(String log) {
        return (from, count) -> steps(from.times((long) count, Kind.LOG, log));
    }

    static Drive event(String name, String attributes) {
        return times("{\"event_name\": \"%s\", \"attributes\": {%s}}".formatted(name, attributes));
    }

    static Drive query() {
        return (from, seconds) -> steps(from.times(1, Kind.SPAN, """
                {"name": "SELECT", "kind": "CLIENT", "duration_ms": %s, "attributes": {"db.system.name": "postgresql"}}""".formatted(seconds * 1_000)));
    }

    static Drive calls(String fields) {
        return (from, count) -> steps(from.times((long) count, Kind.SPAN, "{\"name\": \"POST\", " + fields + "}"));
    }

    static String check(int up, String attributes) {
        return """
                {"name": "httpcheck.status", "value": %d, "attributes": {"http.status_class": "2xx", %s}}""".formatted(up, attributes);
    }

    static Drive down(String attributes) {
        return down(10 * SECOND, attributes);
    }

    /** Checks fail for so many seconds, and succeed for two minutes before and after. */
    static Drive down(long every, String attributes) {
        return (from, seconds) -> {
            long length = (long) seconds * SECOND;
            return steps(
                    from.every(every, 2 * MINUTE, Kind.METRIC, check(1, attributes)),
                    after(2 * MINUTE, from.every(every, length, Kind.METRIC, check(0, attributes))),
                    after(2 * MINUTE + length, from.every(every, 2 * MINUTE, Kind.METRIC, check(1, attributes))));
        };
    }

    /** The same after so many days. The first time is news whatever they are, and does not count. */
    static Drive again(String log) {
        return (from, days) ->
                steps(from.times(1, Kind.LOG, log), after((long) (days * DAY), from.times(1, Kind.LOG, log)));
    }
}
