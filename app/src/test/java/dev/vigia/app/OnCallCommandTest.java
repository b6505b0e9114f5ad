package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.oncall.OnCallFile;
import dev.vigia.schemas.avro.OnCallOverride;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code vigia oncall} asks the console, what it makes of the answers, and what the console is told of the file. */
class OnCallCommandTest {

    private static final String FILE = """
            people:
              - { name: ana, zone: America/Sao_Paulo, receivers: [] }
              - { name: ben, zone: Europe/Lisbon, receivers: [] }
            schedules:
              - name: primary
                zone: America/Sao_Paulo
                layers: [{ users: [ana, ben], rotation_start: 2018-10-29T09:00, handoff: 1w }]
            """;

    @RegisterExtension
    private final FakeConsole console = new FakeConsole();

    @Test
    void override_sendsWhoCoversWhom_andPrintsItsId() throws Exception {
        console.answer = "{\"override\": {\"override_id\": \"o1\"}}";
        assertThat(run("override", "primary", "ben", "--duration=2h", "--comment=dentist"))
                .isZero();
        assertThat(console.out).hasToString("o1" + System.lineSeparator());
        assertThat(console.body())
                .isEqualTo(ConsoleClient.JSON.readTree("""
                {"schedule": "primary", "person": "ben", "duration": 7200, "comment": "dentist", "actor": "%s"}
                """.formatted(System.getProperty("user.name"))));
        run(
                "override",
                "primary",
                "ben",
                "--covers=ana",
                "--from=2026-12-24T09:00-03:00",
                "--to=2026-12-26T09:00Z",
                "--id=o1");
        assertThat(console.body().path("covers").asText()).isEqualTo("ana");
        assertThat(Instant.ofEpochMilli(console.body().path("starts_at").asLong()))
                .isEqualTo(Instant.parse("2026-12-24T12:00:00Z"));
        assertThat(Instant.ofEpochMilli(console.body().path("ends_at").asLong()))
                .isEqualTo(Instant.parse("2026-12-26T09:00:00Z"));
        assertThat(console.body().path("override_id").asText()).isEqualTo("o1");
    }

    @Test
    void end_deletesIt() {
        assertThat(run("end", "o/1")).isZero();
        assertThat(console.asked)
                .extracting(request -> request.method() + " " + request.path().replaceFirst("\\?.*", ""))
                .containsExactly("DELETE /api/oncall/overrides/o%2F1");
    }

    /** Handoffs stay at nine by the clock of the schedule; on 2018-11-04 the clocks went forward. */
    @Test
    void show_saysWhoIsOnCall_andTheNextHandoffs() {
        OnCallRota rota =
                new OnCallRota(OnCallFile.parse("o.yaml", FILE, Set.of(), Instant.parse("2018-10-29T00:00:00Z")));
        Instant at = Instant.parse("2018-10-30T12:00:00Z");
        long from = at.toEpochMilli();
        OnCallOverride cover =
                new OnCallOverride("o1", "primary", "ben", "ana", from + 3_600_000, from + 2 * 3_600_000, "dentist");
        console.answer = ConsoleClient.JSON
                .createObjectNode()
                .set("schedules", rota.shifts(List.of(cover), from, from + 35 * 86_400_000L))
                .toString()
                .replaceFirst("}$", """
                        , "overrides": [{"override_id": "o1", "schedule": "primary", "person": "ben", "covers": "ana",
                          "starts_at": %d, "ends_at": %d, "comment": "dentist"}]}""".formatted(cover.getStartsAt(), cover.getEndsAt()));
        assertThat(run("show", "--at=2018-10-30T09:00-03:00")).isZero();
        assertThat(console.asked.get(0).path())
                .isEqualTo("/api/oncall?from=" + from + "&to=" + (from + 35 * 86_400_000L));
        assertThat(console.out.toString().lines())
                .containsExactly(
                        "primary (America/Sao_Paulo): ana until Tue 2018-10-30 10:00",
                        "  then ben from Tue 2018-10-30 10:00",
                        "  then ana from Tue 2018-10-30 11:00",
                        "  then ben from Mon 2018-11-05 09:00",
                        "override o1: ben on primary for ana from 2018-10-30T13:00:00Z to 2018-10-30T14:00:00Z: dentist");
        console.out.getBuffer().setLength(0);
        assertThat(run("show", "--from=2018-10-30T09:00-03:00", "--to=2018-11-12T09:00-02:00"))
                .isZero();
        assertThat(console.out.toString().lines().toList().subList(3, 5))
                .containsExactly(
                        "  Tue 2018-10-30 11:00 to Mon 2018-11-05 09:00  ana",
                        "  Mon 2018-11-05 09:00 to Mon 2018-11-12 09:00  ben");
    }

    @Test
    void show_saysWhereNobodyIsOnCall() {
        console.answer = """
                {"schedules": [{"name": "office", "zone": "UTC", "shifts": [{"person": null, "from": 0, "to": 60000}]}]}""";
        assertThat(run("show")).isZero();
        assertThat(console.out.toString().strip()).isEqualTo("office (UTC): nobody for 35 days and more");
    }

    @Test
    void badOptions_areNamed() {
        assertThat(run("override", "primary", "ben")).isNotZero();
        assertThat(console.err.toString()).startsWith("vigia: Write either --to or --duration.");
        run("override", "primary", "ben", "--duration=long");
        run("override", "primary", "ben", "--to=tonight");
        run("show", "--at=2026-12-24T09:00Z", "--to=2026-12-24T09:00Z");
        assertThat(console.err.toString())
                .contains("--duration: 'long'", "--to: 'tonight' is not a time like", "not both");
        assertThat(console.asked).isEmpty();
    }

    private int run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("oncall", console.option()));
        command.addAll(List.of(arguments));
        return console.run(command.toArray(String[]::new));
    }
}
