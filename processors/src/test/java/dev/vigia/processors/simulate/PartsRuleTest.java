package dev.vigia.processors.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.evaluate.Evaluation;
import dev.vigia.processors.evaluate.Outcome;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.avro.SpanStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules of several conditions in tests as people write them: over hours, and over several sources. */
class PartsRuleTest {

    @TempDir
    Path dir;

    private void pass(String rules, String tests) throws IOException {
        Files.writeString(dir.resolve("rules.yaml"), rules);
        List<RuleTest> read =
                RuleTest.read(Files.writeString(dir.resolve("tests.yaml"), "rules: rules.yaml\n" + tests));
        assertThat(read).isNotEmpty();
        for (RuleTest test : read) {
            RuleTest.Result result = test.run();
            assertThat(result.passed())
                    .as("%s%n%s", test.name(), String.join("\n", result.lines()))
                    .isTrue();
        }
    }

    /** What happened is a log, what came of it are spans: the rule waits for both. */
    @Test
    void parts_ofSeveralSources_areJudgedTogether() throws IOException {
        pass("""
                rules:
                  - id: deploy-broke-it
                    group_by: [service]
                    parts:
                      deploy: { filter: event_name == "deploy" }
                      errors: { source: spans, aggregate: error_rate, above: 0.1, window: 1m }
                    sequence: [deploy, errors]
                    within: 10m
                    severity: critical
                  - id: slow-and-full
                    group_by: [resource.host.name]
                    parts:
                      slow: { source: spans, aggregate: max, above: 1 }
                      full: { source: metrics, filter: name == "queue", group_by: [attributes.host], aggregate: last, above: 9 }
                    condition: slow and full
                    severity: high
                """, """
                tests:
                  - name: errors after the deployment
                    timeline:
                      - { at: 1m, log: { service: shop, event_name: deploy } }
                      - { at: 2m, times: 30, span: { service: shop, name: pay, status: ERROR } }
                      - { at: 2m, times: 30, span: { service: kiosk, name: pay, status: ERROR } }
                    expect:
                      - { rule: deploy-broke-it, group: { service: shop }, active: 2m, recovering: 11m10s, resolved: 12m10s }
                  - name: errors long after the deployment
                    timeline:
                      - { at: 1m, log: { service: shop, event_name: deploy } }
                      - { at: 12m, times: 30, span: { service: shop, name: pay, status: ERROR } }
                    expect: []
                  - name: a host that is slow and full
                    timeline:
                      - { at: 1m, span: { service: a, name: x, duration_ms: 2000, resource: { host.name: one } } }
                      - { at: 1m, span: { service: a, name: x, duration_ms: 2000, resource: { host.name: two } } }
                      - { at: 70s, metric: { name: queue, value: 10, attributes: { host: one } } }
                      - { at: 70s, metric: { name: queue, value: 9, attributes: { host: two } } }
                    expect:
                      - { rule: slow-and-full, group: { host.name: one }, active: 70s, recovering: 2m10s, resolved: 3m10s }
                """);
    }

    /** The windows and factors of Google's workbook: two minutes in which every second request fails. */
    @Test
    void slo_atItsDefaults_risesAndFallsWithTheBudgetThatBurns() throws IOException {
        pass("""
                rules:
                  - id: slo
                    group_by: [service]
                    slo: { objective: 99.9 }
                """, """
                tests:
                  - name: an outage of two minutes
                    timeline:
                      - { at: 0, every: 10s, for: 5h, times: 10, log: { service: shop, http: { status: 200 } } }
                      - { at: 2h, every: 10s, for: 2m, times: 10, log: { service: shop, http: { status: 500 } } }
                    expect:
                      # 30 of 7,260 are more than three times 0.1 %, 50 of 7,300 more than six times
                      - { rule: slo, severity: medium, active: 2h20s, recovering: 4h1m40s, resolved: 4h2m40s }
                      - { rule: slo, severity: critical, severity_changed: 2h40s }
                      # 20 of the last 1,820 still are; a minute after the first window in which they are not
                      - { rule: slo, severity: medium, severity_changed: 2h32m50s }
                    until: 5h
                """);
    }

    /** Data time of several sources, learning and totals of several windows lie in the store. */
    @Test
    void signals_foldedAgainWithARestartAtEach_giveTheSameAlerts() {
        long start = 1_767_600_000_000L;
        List<Signal> signals = new ArrayList<>();
        List<Alert> alerts = new ArrayList<>();
        Simulator simulator = new Simulator(start, signals::add, alerts::add);
        simulator.say(new RuleFile("rules.yaml", """
                        rules:
                          - id: slow-without-a-deployment
                            group_by: [service]
                            parts:
                              slow: { source: spans, aggregate: max, above: 1, window: 2m }
                              deployed: { filter: event_name == "deploy", window: 3m }
                            condition: slow and not deployed
                            severity: high
                          - id: slow-after-a-deployment
                            group_by: [service]
                            parts:
                              deployed: { filter: event_name == "deploy" }
                              slow: { source: spans, aggregate: max, above: 1 }
                            sequence: [deployed, slow]
                            within: 2m
                            severity: low
                          - id: slo
                            source: spans
                            group_by: [service]
                            min_samples: 5
                            slo: { objective: 99 }
                        """), "file:rules.yaml");
        for (int step = 1; step < 400; step++) {
            simulator.advanceTo(start + step * 5_000L);
            simulator.push(span(simulator.now(), step));
            if (step % 90 == 0) simulator.push(deployment(simulator.now()));
        }
        simulator.advanceTo(start + 3_000_000);
        assertThat(alerts)
                .extracting(Alert::getRuleId)
                .contains("slow-without-a-deployment", "slow-after-a-deployment", "slo");

        HeapStore store = new HeapStore();
        List<Alert> again = new ArrayList<>();
        for (int i = 0; i < signals.size(); i++) {
            for (Outcome outcome : new Evaluation(0, store, Topics.of("", 1, 1)).fold(i, signals.get(i))) {
                again.add(((Outcome.Transitioned) outcome).alert());
            }
        }
        assertThat(again).isEqualTo(alerts);
    }

    /** Every eleventh is slow, and of sixty the last ten fail. */
    private static Span span(long millis, int number) {
        return Span.newBuilder()
                .setTimestamp(millis * 1_000)
                .setService("shop")
                .setName("pay")
                .setTraceId("")
                .setSpanId("")
                .setDuration(number % 11 == 0 ? 2_000_000_000L : 1_000_000L)
                .setStatus(number % 60 >= 50 ? SpanStatus.ERROR : SpanStatus.OK)
                .build();
    }

    private static Log deployment(long millis) {
        return Log.newBuilder()
                .setTimestamp(millis * 1_000)
                .setService("shop")
                .setEventName("deploy")
                .build();
    }
}
