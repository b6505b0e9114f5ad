package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Window.Seen;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;

/** Windows of a rule's parts that end together. */
final class PartWindows implements Windows {

    private final Subject subject;
    private final List<Subject> parts;
    private final List<Sliding> windows;

    /** @param ends of the windows that will be asked for */
    PartWindows(Buckets buckets, Subject subject, NavigableSet<Long> ends) {
        this.subject = subject;
        this.parts = subject.installed().parts().stream().map(subject::under).toList();
        this.windows =
                parts.stream().map(part -> new Sliding(buckets, part, ends)).toList();
    }

    /** The group under each part, in their order. */
    List<Subject> parts() {
        return parts;
    }

    /** The windows of one part. */
    Sliding of(int part) {
        return windows.get(part);
    }

    @Override
    public Window apply(long end) {
        List<Rule.Part> rules = ((Aggregate.Joint) subject.rule().aggregate()).parts();
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Window window = windows.get(i).apply(end);
            seen.add(new Seen(rules.get(i), window, window.holds(rules.get(i))));
        }
        return Window.of(subject.installed().start(end), end, seen);
    }
}
