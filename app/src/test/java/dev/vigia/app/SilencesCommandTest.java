package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code vigia silences} asks the console, and what it makes of the answers. */
class SilencesCommandTest {

    @RegisterExtension
    private final FakeConsole console = new FakeConsole();

    @Test
    void add_sendsTheSilence_andPrintsItsId() throws Exception {
        console.answer = "{\"silence\": {\"silence_id\": \"s1\"}}";
        assertThat(run(
                        "add",
                        "service=till",
                        "severity=~low|info",
                        "--duration=2h",
                        "--comment=printer",
                        "--author=ana"))
                .isZero();
        assertThat(console.out).hasToString("s1" + System.lineSeparator());
        assertThat(console.body()).isEqualTo(ConsoleClient.JSON.readTree("""
                {"matchers": ["service=till", "severity=~low|info"], "comment": "printer", "created_by": "ana",
                 "duration": 7200}"""));
        run("add", "a=b", "--start=2026-01-31T22:00:00-03:00", "--end=2026-02-01T01:00:01Z", "--comment=c", "--id=s1");
        assertThat(console.body().path("starts_at").asLong()).isEqualTo(1_769_907_600_000L);
        assertThat(console.body().path("ends_at").asLong()).isEqualTo(1_769_907_601_000L);
        assertThat(console.body().path("silence_id").asText()).isEqualTo("s1");
    }

    @Test
    void list_writesMatchersAsTheyAreRead() {
        console.answer = """
                {"silences": [{"silence_id": "s1", "state": "active", "starts_at": 0, "ends_at": 60000, "created_by": "ana",
                  "comment": "why", "matchers": [{"name": "service", "type": "not_regexp", "value": "a|\\"b"}]}]}""";
        assertThat(run("list")).isZero();
        assertThat(console.out.toString().strip())
                .isEqualTo(
                        "s1 active  1970-01-01T00:00:00Z to 1970-01-01T00:01:00Z  service!~\"a|\\\"b\"  by ana: why");
    }

    @Test
    void expire_deletesEach() {
        assertThat(run("expire", "s1", "s/2")).isZero();
        assertThat(console.asked)
                .extracting(request -> request.method() + " " + request.path().replaceFirst("\\?.*", ""))
                .containsExactly("DELETE /api/silences/s1", "DELETE /api/silences/s%2F2");
    }

    @Test
    void preview_showsWhatItWouldMute() {
        console.answer = """
                {"alerts": [{"started_at": 0, "severity": "high", "status": "active", "rule_id": "r", "title": "till is ill"}],
                 "transitions": [], "transitions_from": 60000}""";
        assertThat(run("preview", "service=till")).isZero();
        assertThat(console.out.toString().lines())
                .containsExactly(
                        "1 alerts now",
                        "  1970-01-01T00:00:00Z high     active    r: till is ill",
                        "0 transitions since 1970-01-01T00:01:00Z");
    }

    @Test
    void whatTheConsoleRefuses_isSaidInOneLine() {
        console.status = HttpStatus.BAD_REQUEST;
        console.answer = "{\"error\": {\"code\": \"bad_request\", \"message\": \"matchers[0].value: no\"}}";
        assertThat(run("add", "a=~(", "--comment=c")).isNotZero();
        assertThat(console.err).hasToString("vigia: matchers[0].value: no" + System.lineSeparator());
    }

    @Test
    void badTimes_areNamed() {
        assertThat(run("add", "a=b", "--comment=c", "--duration=long")).isNotZero();
        assertThat(console.err.toString()).startsWith("vigia: --duration: ");
        assertThat(run("add", "a=b", "--comment=c", "--start=tomorrow")).isNotZero();
        assertThat(console.err.toString()).contains("--start: 'tomorrow' is not a time");
        assertThat(run("add", "a=b", "--comment=c", "--duration=1h", "--end=2026-01-31T22:00:00Z"))
                .isNotZero();
        assertThat(console.err.toString()).contains("not both");
        assertThat(console.asked).isEmpty();
    }

    @Test
    void noConsole_saysHowToStartOne() {
        console.stop();
        assertThat(run("list")).isNotZero();
        assertThat(console.err.toString())
                .startsWith("vigia: The console at http://127.0.0.1:")
                .contains("--console");
    }

    private int run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("silences", console.option()));
        command.addAll(List.of(arguments));
        return console.run(command.toArray(String[]::new));
    }
}
