package dev.vigia.console.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.console.views.AlertJson;
import dev.vigia.console.views.CurrentAlerts;
import dev.vigia.console.views.Episode;
import dev.vigia.console.views.EpisodeFeed;
import dev.vigia.schemas.Drills;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.silences.AlertLabels;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How many alerts are open, how many episodes there were in a time, and how long it took until somebody took them on and until they
 * were over. Drills are left out.
 */
final class AlertStats {

    private static final Duration LOOK_BACK = Duration.ofDays(30);

    private final CurrentAlerts current;
    private final EpisodeFeed episodes;
    private final InstantSource clock;

    AlertStats(CurrentAlerts current, EpisodeFeed episodes, InstantSource clock) {
        this.current = current;
        this.episodes = episodes;
        this.clock = clock;
    }

    HttpResponse get(ServiceRequestContext context, HttpRequest request) {
        Query query = new Query(context);
        AlertFilter filter = new AlertFilter(query);
        long to = query.time("to", clock.millis());
        long from = query.time("from", to - LOOK_BACK.toMillis());
        if (to <= from) throw ApiError.badRequest("to: it has to be after from.");
        List<Alert> open = current.all().stream()
                .filter(alert -> alert.getState() != AlertState.INACTIVE && !Drills.isDrill(alert))
                .filter(filter::matches)
                .toList();
        ObjectNode body = Json.object();
        counts(body.putObject("open"), open, AlertJson::status, alert -> word(alert.getSeverity()), AlertLabels::of);
        // Asked first: what is let go while the answer is made may be missing in it.
        long known = episodes.knownFrom();
        boolean complete = episodes.isComplete() && known < from;
        List<Episode> began =
                episodes.began(from, to).stream().filter(filter::matches).toList();
        ObjectNode past = body.putObject("episodes").put("from", from).put("to", to);
        past.put("complete", complete);
        past.set("known_from", known == 0 ? past.nullNode() : past.numberNode(known));
        tell(past, began);
        return Json.ok(body);
    }

    private static void tell(ObjectNode json, List<Episode> began) {
        List<Episode> real =
                began.stream().filter(episode -> !episode.retracted()).toList();
        json.put("retracted", began.size() - real.size());
        counts(json, real, AlertStats::status, episode -> word(episode.worst()), Episode::labels);
        times(json, real);
        ObjectNode bySeverity = json.putObject("times_by_severity");
        Map<Severity, List<Episode>> levels = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            levels.put(
                    severity,
                    real.stream().filter(one -> one.worst() == severity).toList());
        }
        levels.forEach((severity, some) -> {
            if (!some.isEmpty()) times(bySeverity.putObject(word(severity)), some);
        });
    }

    private static <T> void counts(
            ObjectNode json,
            List<T> all,
            Function<T, String> status,
            Function<T, String> severity,
            Function<T, Map<String, String>> labels) {
        json.put("count", all.size());
        by(json, "by_status", all, status);
        by(json, "by_severity", all, severity);
        by(json, "by_category", all, one -> labels.apply(one).getOrDefault("category", ""));
        by(json, "by_service", all, one -> AlertFilter.service(labels.apply(one)));
    }

    /** What has no such word is not among them. */
    private static <T> void by(ObjectNode json, String name, List<T> all, Function<T, String> word) {
        Map<String, Integer> counts = new TreeMap<>();
        for (T one : all) {
            String key = word.apply(one);
            if (!key.isEmpty()) counts.merge(key, 1, Integer::sum);
        }
        json.set(name, Json.MAPPER.valueToTree(counts));
    }

    private static void times(ObjectNode json, List<Episode> episodes) {
        time(json.putObject("time_to_acknowledge"), episodes, Episode::acknowledgedAt);
        time(json.putObject("time_to_resolve"), episodes, Episode::endedAt);
    }

    /** From the first breach to something, of those where it has happened; seconds, null for none. */
    private static void time(ObjectNode json, List<Episode> episodes, Function<Episode, OptionalLong> end) {
        // A producer's clock may be ahead of the one of who acknowledges.
        long[] millis = episodes.stream()
                .filter(episode -> end.apply(episode).isPresent())
                .mapToLong(episode -> Math.max(0, end.apply(episode).getAsLong() - episode.startedAt()))
                .sorted()
                .toArray();
        json.put("count", millis.length);
        if (millis.length == 0) {
            json.putNull("median").putNull("mean");
            return;
        }
        int middle = millis.length / 2;
        double median = millis.length % 2 == 1 ? millis[middle] : (millis[middle - 1] + millis[middle]) / 2.0;
        double sum = 0;
        for (long one : millis) sum += one;
        json.put("median", median / 1e3).put("mean", sum / millis.length / 1e3);
    }

    private static String status(Episode episode) {
        return AlertJson.status(episode.state());
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
