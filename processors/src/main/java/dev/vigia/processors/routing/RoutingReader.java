package dev.vigia.processors.routing;

import dev.vigia.processors.maintenance.TimeIntervalReader;
import dev.vigia.processors.maintenance.TimeIntervals;
import dev.vigia.processors.rules.YamlMap;
import dev.vigia.runtime.ConfigFile;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.NumberRange;
import dev.vigia.schemas.avro.TimeInterval;
import dev.vigia.schemas.silences.Matchers;
import dev.vigia.schemas.silences.RecurringTimes;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code routes.yaml}. */
final class RoutingReader {

    private static final String NEW_FORM = "the flat list has become a tree; write route: { routes: [ { matchers:"
            + " ['severity=~\"critical|high\"'], receivers: [slack] } ] } instead, see docs/routing.md";

    private final Consumer<UserException> problems;

    /** @param problems takes what is wrong with single parts; when it returns, the rest is read without them */
    RoutingReader(Consumer<UserException> problems) {
        this.problems = problems;
    }

    /** @throws UserException when nothing can be made of the file */
    Routing read(String file, String yaml, Map<String, String> environment) {
        YamlMap root = YamlMap.parse(file, ConfigFile.substitute(file, yaml, environment));
        if (root.has("routes")) throw root.error("routes", NEW_FORM);
        Map<String, Hours.Interval> intervals = new LinkedHashMap<>();
        TimeIntervals.read(root)
                .forEach((name, times) -> intervals.put(name, new Hours.Interval(name, RecurringTimes.of(times))));
        Map<String, Integer> lines = new LinkedHashMap<>();
        Map<String, Receiver> receivers = receivers(root, lines);
        List<Heartbeat> heartbeats = new ArrayList<>();
        if (root.has("heartbeats")) {
            for (YamlMap map : root.maps("heartbeats")) {
                attempt(() -> heartbeats.add(heartbeat(map, receivers)));
            }
        }
        List<InhibitRule> inhibitRules = new ArrayList<>();
        if (root.has("inhibit_rules")) {
            for (YamlMap map : root.maps("inhibit_rules", place -> "inhibit rule " + place)) {
                attempt(() -> inhibitRules.add(inhibitRule(map)));
            }
        }
        Map<String, String> owners = root.textsByName("owners");
        YamlMap route = root.map("route").orElseThrow(() -> root.error("route", "is missing; route: {} tells nobody"));
        Node tree = new RouteReader(receivers.keySet(), intervals, problems).root(route);
        root.requireAllRead();
        return new Routing(tree, receivers, lines, heartbeats, inhibitRules, owners);
    }

    /** @param lines gets where each stands */
    private Map<String, Receiver> receivers(YamlMap root, Map<String, Integer> lines) {
        Map<String, Receiver> receivers = new LinkedHashMap<>();
        Map<String, YamlMap> places = new LinkedHashMap<>();
        for (YamlMap map : root.maps("receivers", "receiver")) {
            attempt(() -> {
                Receiver receiver = receiver(map);
                places.put(receiver.name(), map);
                lines.put(receiver.name(), map.line());
                if (receivers.put(receiver.name(), receiver) != null) {
                    throw map.error("name", "two are called '" + receiver.name() + "'");
                }
            });
        }
        for (Receiver receiver : receivers.values()) {
            YamlMap map = places.get(receiver.name());
            for (String name : receiver.fallback()) {
                if (map != null) attempt(() -> requireFallback(map, name, receivers));
            }
            if (map != null) attempt(() -> requireNoCircle(map, receiver, receivers));
        }
        return receivers;
    }

    private static Receiver receiver(YamlMap map) {
        String name = map.requiredText("name");
        if (!name.matches("[a-zA-Z0-9._-]+")) throw map.error("name", "has letters, digits and . _ - only");
        String channel = map.requiredText("channel");
        if (!Receiver.CHANNELS.contains(channel)) {
            throw map.error(
                    "channel",
                    "there is no channel '" + channel + "'; there are "
                            + String.join(
                                    ", ", Receiver.CHANNELS.stream().sorted().toList()));
        }
        List<String> fallback = map.texts("fallback");
        Optional<Receiver.Storm> storm = map.map("storm").map(RoutingReader::storm);
        Optional<Digest> digest = map.map("digest").map(RoutingReader::digest);
        Receiver receiver = new Receiver(name, channel, fallback, storm, digest);
        if (digest.isPresent() && receiver.isByEpisode()) {
            throw map.error("digest", channel + " shows each alert by itself; a digest goes to another channel");
        }
        if (digest.isPresent() && storm.isPresent()) {
            throw map.error("storm", "a digest is one message however much is in it; leave out one of them");
        }
        map.requireAllRead();
        return receiver;
    }

    private static Digest digest(YamlMap map) {
        String text = map.requiredText("at");
        for (String field : List.of("times", "days_of_month", "months", "years")) {
            if (map.has(field)) throw map.error(field, "a digest has at, weekdays and location only");
        }
        if (!text.matches("([01]\\d|2[0-3]):[0-5]\\d")) {
            throw map.error("at", "'" + text + "' is no time of day; write \"08:00\", in quotes, up to \"23:59\"");
        }
        TimeInterval days = new TimeIntervalReader(map).read();
        return new Digest(LocalTime.parse(text), weekdays(days.getWeekdays()), ZoneId.of(days.getLocation()));
    }

    /** @param spans of numbers from 0 for Sunday; none: every day */
    private static Set<DayOfWeek> weekdays(List<NumberRange> spans) {
        return Stream.of(DayOfWeek.values())
                .filter(day -> spans.isEmpty() || spans.stream().anyMatch(span -> isIn(span, day.getValue() % 7)))
                .collect(Collectors.toSet());
    }

    private static boolean isIn(NumberRange span, int number) {
        return span.getFrom() <= number && number <= span.getTo();
    }

    private static Receiver.Storm storm(YamlMap map) {
        long limit = map.whole("limit").orElseThrow(() -> map.error("limit", "is missing; write for instance 20"));
        if (limit < 1 || limit > 1_000_000) throw map.error("limit", "has to be from 1 to 1000000");
        Duration per = map.duration("per", Duration.ofMinutes(1));
        if (per.isZero()) throw map.error("per", "has to be more than 0");
        map.requireAllRead();
        return new Receiver.Storm((int) limit, per);
    }

    /** Whoever falls back on itself in the end is told by nobody. */
    private static void requireNoCircle(YamlMap map, Receiver first, Map<String, Receiver> receivers) {
        List<String> path = new ArrayList<>(List.of(first.name()));
        if (circle(first, first.name(), receivers, path)) {
            throw map.error("fallback", "goes round in a circle: " + String.join(" -> ", path));
        }
    }

    private static boolean circle(Receiver from, String back, Map<String, Receiver> receivers, List<String> path) {
        for (String name : from.fallback()) {
            Receiver next = receivers.get(name);
            if (next == null || !name.equals(back) && path.contains(name)) continue;
            path.add(name);
            if (name.equals(back) || circle(next, back, receivers, path)) return true;
            path.remove(path.size() - 1);
        }
        return false;
    }

    private static Heartbeat heartbeat(YamlMap map, Map<String, Receiver> receivers) {
        String receiver = map.requiredText("receiver");
        requireReceiver(map, "receiver", receiver, receivers);
        Duration interval = map.duration("interval", Duration.ofMinutes(1));
        if (interval.isZero()) throw map.error("interval", "has to be more than 0");
        map.requireAllRead();
        return new Heartbeat(receiver, interval);
    }

    /** What has to be told now must not wait for a time of day. */
    private static void requireFallback(YamlMap map, String name, Map<String, Receiver> receivers) {
        requireReceiver(map, "fallback", name, receivers);
        Receiver fallback = receivers.get(name);
        if (fallback != null && fallback.digest().isPresent()) {
            throw map.error("fallback", "'" + name + "' is told by digest only; name one that is told at once");
        }
    }

    private static void requireReceiver(YamlMap map, String field, String name, Map<String, Receiver> receivers) {
        if (receivers.containsKey(name)) return;
        throw map.error(field, RouteReader.unknown("receiver", name, receivers.keySet()));
    }

    private static InhibitRule inhibitRule(YamlMap map) {
        var source = map.matchers("source_matchers", Matchers::of);
        var target = map.matchers("target_matchers", Matchers::of);
        if (source.isEmpty()) throw map.error("source_matchers", "is missing; which alert mutes the others?");
        if (target.isEmpty()) throw map.error("target_matchers", "is missing; which alerts are muted?");
        List<String> equal = map.texts("equal");
        map.requireAllRead();
        return new InhibitRule(source, target, equal, map.line());
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (UserException e) {
            problems.accept(e);
        }
    }
}
