package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.processors.backtest.AlertDiff;
import dev.vigia.processors.backtest.AlertDiff.Pair;
import dev.vigia.processors.backtest.Episode;
import dev.vigia.processors.backtest.Episode.Moment;
import dev.vigia.processors.backtest.Range;
import dev.vigia.processors.backtest.Result;
import dev.vigia.processors.backtest.Result.FileChange;
import dev.vigia.processors.rules.RuleDiff;
import dev.vigia.processors.verify.Report;
import dev.vigia.processors.verify.Report.Check;
import dev.vigia.processors.verify.Report.Difference;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import picocli.CommandLine;

/** What people and scripts get of a backtest. */
class BacktestOutputTest {

    private static final Episode REALLY = episode(
            moment("10:00:20", Transition.ACTIVE, AlertState.ACTIVE, "21 > 20"),
            moment("10:02:00", Transition.RESOLVED, AlertState.INACTIVE, "0"));
    private static final Episode LATER = episode(
            moment("10:00:30", Transition.ACTIVE, AlertState.ACTIVE, "31 > 30"),
            moment("10:02:00", Transition.RESOLVED, AlertState.INACTIVE, "0"));

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static long at(String time) {
        return Instant.parse("2027-01-15T" + time + "Z").toEpochMilli();
    }

    private static Moment moment(String time, Transition transition, AlertState state, String summary) {
        return new Moment(at(time), transition, state, Severity.HIGH, summary);
    }

    private static Episode episode(Moment... moments) {
        return new Episode(moments[0].at(), Optional.empty(), List.of(moments));
    }

    private static Result result(boolean trusted, Pair... pairs) {
        return result(trusted, List.of(), pairs);
    }

    /** @param unchecked what could not be judged of the transitions */
    private static Result result(boolean trusted, List<String> unchecked, Pair... pairs) {
        Optional<Difference> difference = trusted
                ? Optional.empty()
                : Optional.of(new Difference("signals", 2, 17, "count", "2 instead of 1 in errors [shop]"));
        Report report = new Report(List.of(
                new Check("frames", difference, trusted ? 0 : 3, Map.of("frames", 7_200L), List.of()),
                new Check("transitions", Optional.empty(), 0, Map.of("transitions", 2L), unchecked)));
        String before = "rules: [{id: errors, aggregate: count, above: 20, severity: high}]";
        RuleDiff diff = RuleDiff.between("a.yaml", Optional.of(before), Optional.of(before.replace("20", "30")));
        TreeMap<String, String> group = new TreeMap<>(Map.of("service", "<shop> & till"));
        return new Result(
                new Range(at("10:00:00"), at("10:05:00")),
                List.of(new FileChange("a.yaml", diff)),
                report,
                List.of(new AlertDiff("errors", group, List.of(pairs))),
                List.of("Something to know."));
    }

    private static Result later() {
        return result(true, new Pair(Optional.of(REALLY), Optional.of(LATER)));
    }

    private int tell(Result result, String... arguments) throws Exception {
        BacktestCommand command = new BacktestCommand();
        String[] all = new String[arguments.length + 1];
        all[0] = "--from=1h";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .parseArgs(all);
        return command.tell(result);
    }

    @Test
    void text_saysWhatIsDifferent() throws Exception {
        assertThat(tell(later())).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "2027-01-15T10:00:00Z to 2027-01-15T10:05:00Z, with other rules",
                        "a.yaml:",
                        "  ~ errors: keeps what it has counted",
                        "      above: 20 -> 30",
                        "",
                        "frames       the same  7,200 frames",
                        "transitions  the same  2 transitions",
                        "fired        1 really, 1 would have: 1 later",
                        "note: Something to know.",
                        "",
                        "errors {service=<shop> & till}",
                        "  would have fired 10s later",
                        "  - 2027-01-15T10:00:20Z  active            high      21 > 20",
                        "  + 2027-01-15T10:00:30Z  active            high      31 > 30",
                        "    2027-01-15T10:02:00Z  resolved          high      0");
    }

    @Test
    void tell_notTrusted_saysWhyAndExitsWithOne() throws Exception {
        assertThat(tell(result(false, new Pair(Optional.of(REALLY), Optional.of(REALLY)))))
                .isEqualTo(1);

        assertThat(out.toString())
                .contains(
                        "frames       DIFFER    7,200 frames",
                        "first: signals-2 offset 17, count: 2 instead of 1 in errors [shop]",
                        "and 2 more",
                        "This result cannot be trusted",
                        "nothing is different");
    }

    @Test
    void tell_notAllIsJudged_saysWhatIsNot() throws Exception {
        Result result =
                result(true, List.of("an episode from before"), new Pair(Optional.of(REALLY), Optional.of(REALLY)));

        assertThat(tell(result)).isZero();
        assertThat(out.toString().lines())
                .containsSequence(
                        "transitions  the same  2 transitions", "             not judged: an episode from before");

        out.getBuffer().setLength(0);
        tell(result, "--json");
        JsonNode checks = new ObjectMapper().readTree(out.toString()).at("/self_check");
        assertThat(checks.at("/0/unchecked")).isEmpty();
        assertThat(checks.at("/1/passed").asBoolean()).isTrue();
        assertThat(checks.at("/1/unchecked/0").asText()).isEqualTo("an episode from before");
    }

    @Test
    void json_hasBothSides() throws Exception {
        tell(later(), "--json");

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.at("/trusted").asBoolean()).isTrue();
        assertThat(json.at("/same").asBoolean()).isFalse();
        assertThat(json.at("/episodes/later").asInt()).isEqualTo(1);
        assertThat(json.at("/files/0/changes/1").asText()).isEqualTo("above: 20 -> 30");
        JsonNode pair = json.at("/alerts/0/episodes/0");
        assertThat(pair.at("/later_ms").asLong()).isEqualTo(10_000);
        assertThat(pair.at("/really/fired_at").asText()).isEqualTo("2027-01-15T10:00:20Z");
        assertThat(pair.at("/would/transitions/0/summary").asText()).isEqualTo("31 > 30");
        assertThat(pair.at("/would/ended_at").asText()).isEqualTo("2027-01-15T10:02:00Z");
    }

    @Test
    void picture_hasABarForEachSide() throws Exception {
        Path file = dir.resolve("a.svg");

        tell(later(), "--picture=" + file);

        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Files.readString(file))));
        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        var titles = svg.getElementsByTagName("title");
        assertThat(titles.getLength()).isEqualTo(2);
        assertThat(titles.item(0).getTextContent())
                .isEqualTo("really: active, high, 2027-01-15T10:00:20Z to 2027-01-15T10:02:00Z. 21 > 20");
        assertThat(titles.item(1).getTextContent()).startsWith("would have been: active");
        assertThat(svg.getDocumentElement().getTextContent())
                .contains("{service=<shop> & till}", "would have fired 10s later", "10:05");
    }

    @Test
    void picture_asAPage_hasTheTextAsWell() throws Exception {
        Path file = dir.resolve("a.html");

        tell(later(), "--picture=" + file);

        assertThat(Files.readString(file))
                .startsWith("<!doctype html>")
                .contains("<svg ", "<pre>2027-01-15T10:00:00Z to ", "{service=&lt;shop&gt; &amp; till}");
    }

    @ParameterizedTest
    @CsvSource({"NEW, 3, 3", "GONE, 0, 3", "LATER, 0, 3", "SAME, 0, 0"})
    void tell_failOn_saysByItsExitCode(AlertDiff.Verdict verdict, int onNew, int onAny) throws Exception {
        Pair pair = switch (verdict) {
            case NEW -> new Pair(Optional.empty(), Optional.of(LATER));
            case GONE -> new Pair(Optional.of(REALLY), Optional.empty());
            case LATER -> new Pair(Optional.of(REALLY), Optional.of(LATER));
            default -> new Pair(Optional.of(REALLY), Optional.of(REALLY));
        };
        assertThat(pair.verdict()).isEqualTo(verdict);

        assertThat(tell(result(true, pair), "--fail-on=new")).isEqualTo(onNew);
        assertThat(tell(result(true, pair), "--fail-on=any")).isEqualTo(onAny);
        assertThat(tell(result(true, pair))).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--from=yesterday | vigia: --from: 'yesterday' is no time; write for instance 2027-01-15T08:00:00Z,"
                        + " 2027-01-15, or 24h for a day ago",
                "--from=2027-13-01 | vigia: --from: '2027-13-01' is no time; write for instance 2027-01-15T08:00:00Z,"
                        + " 2027-01-15, or 24h for a day ago",
                "--from=2027-01-15 --to=2027-01-15T00:00:00Z | vigia: The range is empty: it would begin at"
                        + " 2027-01-15T00:00:00Z and end at 2027-01-15T00:00:00Z.",
                "--from=24h --warm-up=long | vigia: --warm-up: 'long' is not a duration; write for instance 30s, 5m or"
                        + " 1h30m",
                "--from=24h --picture=a.png | vigia: --picture: 'a.png' ends neither in .svg nor in .html",
                "--from=24h none.yaml | vigia: Cannot read none.yaml: none.yaml",
            })
    void call_wrongArguments_saysWhatIsWrongInOneLine(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(1);

        assertThat(err.toString().lines()).containsExactly(message);
    }

    @Test
    void call_brokenRules_saysWhere() throws Exception {
        Path file = Files.writeString(dir.resolve("a.yaml"), "rules:\n  - {id: a, aggregate: counts}\n");

        assertThat(run("--from=24h", file.toString())).isEqualTo(1);

        assertThat(err.toString()).startsWith("vigia: a.yaml line 2, rule a, ").hasLineCount(1);
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "rules";
        all[1] = "backtest";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Vigia.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
