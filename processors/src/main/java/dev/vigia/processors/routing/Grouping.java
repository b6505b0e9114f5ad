package dev.vigia.processors.routing;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.silences.AlertLabels;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which alerts are told of together. */
public sealed interface Grouping {

    /** What the group of an alert has in common. New at each call. */
    SortedMap<String, String> of(Alert alert, Map<String, String> labels);

    /** Every alert by itself. Its severity and its rule's labels may change while it burns, and are not part of it. */
    record Each() implements Grouping {

        @Override
        public SortedMap<String, String> of(Alert alert, Map<String, String> labels) {
            return new TreeMap<>(AlertLabels.ofGroup(alert));
        }
    }

    /**
     * Those with the same values.
     *
     * @param names of labels; none: all alerts of the route are one group. One that an alert does not have is left out
     */
    record By(List<String> names) implements Grouping {

        public By {
            names = List.copyOf(names);
        }

        @Override
        public SortedMap<String, String> of(Alert alert, Map<String, String> labels) {
            return of(labels);
        }

        /** The same for an alert of which the labels are known. */
        public SortedMap<String, String> of(Map<String, String> labels) {
            SortedMap<String, String> group = new TreeMap<>();
            for (String name : names) {
                String value = labels.get(name);
                if (value != null) group.put(name, value);
            }
            return group;
        }
    }
}
