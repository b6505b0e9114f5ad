package dev.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.silences.Matchers;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vigia silences}: keeps notifications of some alerts back for a while. Speaks to the console. */
@Command(
        name = "silences",
        description = "Keep quiet about some alerts for a while.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class SilencesCommand {

    private static final String MATCHERS = "For instance alertname=checkout-errors, severity!=critical,"
            + " service=~\"shop|till\", team!~web. All of them have to hold.";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--console", paramLabel = "URL", description = "Where the console is; default: as in vigia.yaml.")
    private Optional<String> console = Optional.empty();

    @Command(description = "Make a silence; prints its id.", mixinStandardHelpOptions = true)
    int add(
            @Parameters(arity = "1..*", paramLabel = "MATCHER", description = MATCHERS) List<String> matchers,
            @Option(names = "--comment", required = true, description = "Why.") String comment,
            @Option(names = "--duration", description = "How long, for instance 2h or 30m; default 1h.")
                    Optional<String> duration,
            @Option(
                            names = "--start",
                            description = "From when on, for instance 2026-01-31T22:00:00-03:00; default now.")
                    Optional<String> start,
            @Option(names = "--end", description = "Until when; in place of --duration.") Optional<String> end,
            @Option(names = "--author", description = "Who; default: the user.") Optional<String> author,
            @Option(names = "--id", description = "Of a silence to write anew.") Optional<String> id) {
        if (end.isPresent() && duration.isPresent()) throw new UserException("Write --duration or --end, not both.");
        ObjectNode body = body(matchers).put("comment", comment).put("created_by", author.orElseGet(Words::user));
        id.ifPresent(known -> body.put("silence_id", known));
        start.ifPresent(text -> body.put("starts_at", time("--start", text)));
        if (end.isPresent()) body.put("ends_at", time("--end", end.get()));
        else
            body.put(
                    "duration",
                    OptionText.duration("--duration", duration.orElse("1h")).toSeconds());
        out().println(client().post("/api/silences", body)
                .at("/silence/silence_id")
                .asText());
        return 0;
    }

    @Command(
            name = "list",
            description = "Show silences that are in force or to come.",
            mixinStandardHelpOptions = true)
    int show(@Option(names = "--all", description = "Those that ended in the last five days, too.") boolean all) {
        for (JsonNode silence :
                client().get("/api/silences" + (all ? "?state=all" : "")).path("silences")) {
            out().printf(
                            "%s %-7s %s to %s  %s  by %s: %s%n",
                            silence.path("silence_id").asText(),
                            silence.path("state").asText(),
                            Instant.ofEpochMilli(silence.path("starts_at").asLong()),
                            Instant.ofEpochMilli(silence.path("ends_at").asLong()),
                            matchers(silence.path("matchers")),
                            silence.path("created_by").asText(),
                            silence.path("comment").asText());
        }
        return 0;
    }

    @Command(
            description = "End silences now. What they muted and still burns is told.",
            mixinStandardHelpOptions = true)
    int expire(@Parameters(arity = "1..*", paramLabel = "ID") List<String> ids) {
        for (String id : ids) {
            String path =
                    "/api/silences/" + ConsoleClient.encoded(id) + "?actor=" + ConsoleClient.encoded(Words.user());
            client().delete(path);
            out().println(id + " has ended.");
        }
        return 0;
    }

    @Command(
            description = "Show what a silence would mute: alerts now, and transitions of the last 24 h.",
            mixinStandardHelpOptions = true)
    int preview(@Parameters(arity = "1..*", paramLabel = "MATCHER", description = MATCHERS) List<String> matchers) {
        JsonNode answer = client().post("/api/silences/preview", body(matchers));
        out().println(answer.path("alerts").size() + " alerts now");
        answer.path("alerts").forEach(alert -> out().println("  " + line(alert, "started_at")));
        out().println(answer.path("transitions").size() + " transitions since "
                + Instant.ofEpochMilli(answer.path("transitions_from").asLong()));
        answer.path("transitions").forEach(alert -> out().println("  " + line(alert, "at")));
        return 0;
    }

    /** @param time the field that has the time to show */
    static String line(JsonNode alert, String time) {
        return String.format(
                "%s %-8s %-9s %s: %s",
                Instant.ofEpochMilli(alert.path(time).asLong()),
                alert.path("severity").asText(),
                alert.path("status").asText(),
                alert.path("rule_id").asText(),
                alert.path("title").asText());
    }

    /** Matchers of the API as people write them. */
    static String matchers(JsonNode matchers) {
        return StreamSupport.stream(matchers.spliterator(), false)
                .map(one -> new Matcher(
                        one.path("name").asText(),
                        MatchType.valueOf(one.path("type").asText().toUpperCase(Locale.ROOT)),
                        one.path("value").asText()))
                .map(Matchers::text)
                .collect(Collectors.joining(", "));
    }

    private static ObjectNode body(List<String> matchers) {
        ObjectNode body = ConsoleClient.JSON.createObjectNode();
        var list = body.putArray("matchers");
        matchers.forEach(list::add);
        return body;
    }

    private static long time(String option, String text) {
        return OptionText.time(option, text, "2026-01-31T22:00:00-03:00");
    }

    private ConsoleClient client() {
        return ConsoleClient.of(console);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
