package dev.vigia.processors.maintenance;

import dev.vigia.processors.rules.YamlMap;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Maintenance;
import dev.vigia.schemas.avro.MaintenanceWindow;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.TimeInterval;
import dev.vigia.schemas.silences.Matchers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code maintenance.yaml}: Alertmanager's {@code time_intervals}, and what is kept quiet about in them. */
public final class MaintenanceFile {

    private MaintenanceFile() {}

    /**
     * The windows in the text of a file.
     *
     * @param file what errors call it
     * @throws UserException naming file, line and field of the first thing that is wrong
     */
    public static Maintenance parse(String file, String text) {
        YamlMap root = YamlMap.parse(file, text);
        Map<String, List<TimeInterval>> intervals = TimeIntervals.read(root);
        Map<String, MaintenanceWindow> windows = new LinkedHashMap<>();
        for (YamlMap map : root.maps("windows", "window")) {
            MaintenanceWindow window = window(map, intervals);
            if (windows.put(window.getName(), window) != null) {
                throw map.error("name", "two are called '" + window.getName() + "'");
            }
        }
        root.requireAllRead();
        return new Maintenance(List.copyOf(windows.values()));
    }

    private static MaintenanceWindow window(YamlMap map, Map<String, List<TimeInterval>> intervals) {
        String name = map.requiredText("name");
        List<Matcher> matchers = map.matchers("matchers", Matchers::ofSilence);
        List<TimeInterval> times = new ArrayList<>();
        for (String wanted : map.texts("mute_time_intervals")) {
            List<TimeInterval> found = intervals.get(wanted);
            if (found == null) {
                throw map.error(
                        "mute_time_intervals",
                        "there is no time interval '" + wanted + "'; there are "
                                + (intervals.isEmpty() ? "none" : String.join(", ", intervals.keySet())));
            }
            times.addAll(found);
        }
        if (times.isEmpty()) throw map.error("mute_time_intervals", "is missing; name at least one of time_intervals");
        String comment = map.requiredText("comment");
        map.requireAllRead();
        return new MaintenanceWindow(name, matchers, times, comment);
    }
}
