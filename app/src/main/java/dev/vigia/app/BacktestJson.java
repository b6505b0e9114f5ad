package dev.vigia.app;

import static dev.vigia.app.Words.time;
import static dev.vigia.app.Words.word;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.processors.backtest.AlertDiff;
import dev.vigia.processors.backtest.AlertDiff.Pair;
import dev.vigia.processors.backtest.AlertDiff.Verdict;
import dev.vigia.processors.backtest.Episode;
import dev.vigia.processors.backtest.Episode.Moment;
import dev.vigia.processors.backtest.Result;
import dev.vigia.processors.verify.Report.Check;

/** What a backtest has shown, for scripts. The same result gives the same bytes. */
final class BacktestJson {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private BacktestJson() {}

    static String of(Result result) throws JsonProcessingException {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("from", time(result.range().from()))
                .put("to", time(result.range().to()));
        root.put("trusted", result.trusted()).put("same", result.same());
        ArrayNode checks = root.putArray("self_check");
        result.selfCheck().checks().forEach(check -> add(checks, check));
        ArrayNode files = root.putArray("files");
        result.files().forEach(file -> {
            ObjectNode node = files.addObject().put("name", file.name());
            ArrayNode changes = node.putArray("changes");
            DiffLines.of(file.diff()).forEach(line -> changes.add(line.strip()));
        });
        ObjectNode episodes = root.putObject("episodes");
        episodes.put("fired", result.fired()).put("would_fire", result.wouldFire());
        for (Verdict verdict : Verdict.values()) episodes.put(word(verdict), result.count(verdict));
        ArrayNode alerts = root.putArray("alerts");
        result.alerts().forEach(alert -> add(alerts, alert));
        ArrayNode notes = root.putArray("notes");
        result.notes().forEach(notes::add);
        return MAPPER.writeValueAsString(root);
    }

    private static void add(ArrayNode checks, Check check) {
        ObjectNode node = checks.addObject().put("name", check.name()).put("passed", check.passed());
        node.put("differences", check.differences());
        check.first().ifPresent(first -> node.set("first", MAPPER.valueToTree(first)));
        node.set("counts", MAPPER.valueToTree(check.counts()));
        node.set("unchecked", MAPPER.valueToTree(check.unchecked()));
    }

    private static void add(ArrayNode alerts, AlertDiff alert) {
        ObjectNode node = alerts.addObject().put("rule", alert.rule());
        node.set("group", MAPPER.valueToTree(alert.group()));
        node.put("same", alert.same());
        ArrayNode pairs = node.putArray("episodes");
        for (Pair pair : alert.pairs()) {
            ObjectNode both = pairs.addObject().put("verdict", word(pair.verdict()));
            if (pair.verdict() == Verdict.EARLIER || pair.verdict() == Verdict.LATER) {
                both.put("later_ms", pair.shift());
            }
            pair.really().ifPresent(episode -> both.set("really", json(episode)));
            pair.would().ifPresent(episode -> both.set("would", json(episode)));
        }
    }

    private static ObjectNode json(Episode episode) {
        ObjectNode node = MAPPER.createObjectNode().put("started_at", time(episode.startedAt()));
        episode.before().ifPresent(before -> node.put("state_at_begin", word(before.state())));
        episode.firedAt().ifPresent(at -> node.put("fired_at", time(at)));
        episode.endedAt().ifPresent(at -> node.put("ended_at", time(at)));
        node.put("severity", word(episode.worst()));
        ArrayNode transitions = node.putArray("transitions");
        for (Moment moment : episode.moments()) {
            transitions
                    .addObject()
                    .put("at", time(moment.at()))
                    .put("transition", word(moment.transition()))
                    .put("state", word(moment.state()))
                    .put("severity", word(moment.severity()))
                    .put("summary", moment.summary());
        }
        return node;
    }
}
