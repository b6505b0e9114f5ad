package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Maintenance;
import dev.vigia.schemas.avro.MaintenanceWindow;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.NumberRange;
import dev.vigia.schemas.avro.TimeInterval;
import dev.vigia.schemas.silences.RecurringWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The maintenance windows that come back. They lie in the store, and compiled beside it. */
final class MaintenanceWindows implements Gate {

    private static final int LAYOUT = 1;
    private static final byte[] KEY = Key.of('W').bytes();

    private final OrderedStore store;
    private List<RecurringWindow> windows;

    MaintenanceWindows(OrderedStore store) {
        this.store = store;
        this.windows = store.get(KEY).map(value -> compiled(decode(value))).orElse(List.of());
    }

    /** Takes all windows in place of those before. Where one cannot be read, nothing changes. */
    void take(Maintenance maintenance) {
        try {
            windows = compiled(maintenance.getWindows());
            store.put(KEY, encode(maintenance.getWindows()));
        } catch (IllegalArgumentException e) {
            // The command refuses these; whoever writes to the topic by other means is not heard.
        }
    }

    private static List<RecurringWindow> compiled(List<MaintenanceWindow> windows) {
        return windows.stream().map(RecurringWindow::of).toList();
    }

    /** By the window that mutes the alert; of several, the first in the order of the file. */
    @Override
    public Optional<Shut> shut(Alarm alarm) {
        return windows.stream()
                .filter(window -> window.mutes(alarm.alert(), alarm.now()))
                .map(window -> Shut.by(Reason.IN_MAINTENANCE, window.name()))
                .findFirst();
    }

    /** Whether a window was open at a time and is not at a later one. */
    boolean haveEnded(long before, long now) {
        return windows.stream()
                .anyMatch(
                        window -> window.times().hold(before) && !window.times().hold(now));
    }

    private static byte[] encode(List<MaintenanceWindow> windows) {
        Encoder out = new Encoder(LAYOUT).number(windows.size());
        for (MaintenanceWindow window : windows) {
            out.text(window.getName()).number(window.getMatchers().size());
            for (Matcher matcher : window.getMatchers()) {
                out.text(matcher.getName()).text(matcher.getType().name()).text(matcher.getValue());
            }
            out.number(window.getIntervals().size());
            for (TimeInterval interval : window.getIntervals()) {
                out.text(interval.getLocation());
                encode(out, interval.getTimes());
                encode(out, interval.getWeekdays());
                encode(out, interval.getDaysOfMonth());
                encode(out, interval.getMonths());
                encode(out, interval.getYears());
            }
        }
        return out.toBytes();
    }

    private static void encode(Encoder out, List<NumberRange> spans) {
        out.number(spans.size());
        spans.forEach(span -> out.number(span.getFrom()).number(span.getTo()));
    }

    /** What it is for matters to people only; the topic keeps that. */
    private static List<MaintenanceWindow> decode(byte[] value) {
        Decoder in = new Decoder(value, LAYOUT);
        List<MaintenanceWindow> windows = new ArrayList<>();
        for (int i = in.integer(); i > 0; i--) {
            String name = in.text();
            List<Matcher> matchers = new ArrayList<>();
            for (int j = in.integer(); j > 0; j--) {
                matchers.add(new Matcher(in.text(), MatchType.valueOf(in.text()), in.text()));
            }
            List<TimeInterval> intervals = new ArrayList<>();
            for (int j = in.integer(); j > 0; j--) {
                String location = in.text();
                intervals.add(new TimeInterval(spans(in), spans(in), spans(in), spans(in), spans(in), location));
            }
            windows.add(new MaintenanceWindow(name, matchers, intervals, ""));
        }
        return windows;
    }

    private static List<NumberRange> spans(Decoder in) {
        List<NumberRange> spans = new ArrayList<>();
        for (int i = in.integer(); i > 0; i--) spans.add(new NumberRange(in.integer(), in.integer()));
        return spans;
    }
}
