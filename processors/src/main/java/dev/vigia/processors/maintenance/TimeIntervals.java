package dev.vigia.processors.maintenance;

import dev.vigia.processors.rules.YamlMap;
import dev.vigia.schemas.avro.TimeInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads Alertmanager's {@code time_intervals}: times that come back, by a name. */
public final class TimeIntervals {

    private TimeIntervals() {}

    /**
     * The intervals of a file that may have some, by name and in its order.
     *
     * @throws dev.vigia.runtime.UserException naming file, line and field of the first thing that is wrong
     */
    public static Map<String, List<TimeInterval>> read(YamlMap root) {
        return root.byName("time_intervals", "time interval", map -> {
            List<TimeInterval> times = new ArrayList<>();
            for (YamlMap one : map.maps("time_intervals")) times.add(new TimeIntervalReader(one).read());
            map.requireAllRead();
            return times;
        });
    }
}
