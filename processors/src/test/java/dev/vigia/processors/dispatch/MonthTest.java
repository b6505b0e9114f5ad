package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.SummaryLine;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Thirty days of everything at once, each minute of them. */
class MonthTest {

    private static final long MINUTE = 60;
    private static final int MINUTES = 30 * 24 * 60;

    /** The number of an episode's last record: here it has two. */
    private static final long LAST = 2;

    private static final String OVER = "alert resolved";

    private final Timeline story = new Timeline("""
            time_intervals:
              - name: office
                time_intervals: [{ times: [{ start_time: '09:00', end_time: '17:00' }], location: America/Sao_Paulo }]
            receivers:
              - { name: slack, channel: slack, fallback: [email], storm: { limit: 2, per: 30m } }
              - { name: email, channel: email }
              - { name: pager, channel: pagerduty }
            inhibit_rules:
              - { source_matchers: ['alertname="down"'], target_matchers: ['alertname!="down"'], equal: [service] }
            heartbeats: [{ receiver: email, interval: 1h }]
            route:
              receivers: [slack]
              group_by: [service]
              group_wait: 30s
              routes:
                - { matchers: ['severity="critical"'], receivers: [pager, slack], group_by: ['...'], continue: true }
                - { matchers: ['severity="low"'], receivers: [email], active_time_intervals: [office] }
                - { matchers: ['service="till"'], realert: { first: 10m, longest: 2h } }
            """).once();

    @Test
    void whoever_isTold_hearsOfTheEnd_andTheStateStaysSmall() {
        Random random = new Random(1);
        int before = story.size();
        Set<String> burning = new HashSet<>();
        int largest = 0;
        for (int minute = 1; minute <= MINUTES; minute++) {
            story.at(minute * MINUTE);
            for (int i = 0; i < 20; i++) {
                if (random.nextInt(600) != 0) continue;
                String name = (i % 5 == 0 ? "down-" : "slow-") + i;
                if (burning.remove(name)) story.over(name);
                else if (burning.add(name))
                    story.on(name, severity(random), "service=" + (i % 2 == 0 ? "shop" : "till"));
            }
            if (random.nextInt(3_000) == 0) {
                story.silence("s" + minute, minute * MINUTE, minute * MINUTE + 7_200, "service=shop");
            }
            if (random.nextInt(5_000) == 0) story.answers("slack", DeliveryStatus.RETRYABLE);
            if (random.nextInt(60) == 0) story.answers("slack", DeliveryStatus.DELIVERED);
            largest = Math.max(largest, minute % 500 == 0 ? story.size() : 0);
        }
        story.answers("slack", DeliveryStatus.DELIVERED);
        burning.forEach(story::over);
        for (int minute = MINUTES; minute < MINUTES + 60; minute++) story.at(minute * MINUTE);
        allAreToldOver();
        assertThat(story.notifications()).hasSizeGreaterThan(1_000);
        assertThat(largest).as("entries, with twenty alerts").isLessThan(1_000);
        story.at((MINUTES + 10 * 24 * 60) * MINUTE);
        assertThat(story.size()).as("schemas, heartbeat and storm").isLessThanOrEqualTo(before + 4);
    }

    /** Whoever was told of an episode, by its name or in a summary, is told of its end in one of the two ways. */
    private void allAreToldOver() {
        Set<String> givenUp = new TreeSet<>();
        for (DispatchDecision decision : story.records()) {
            if (decision.getReason().equals("GAVE_UP")) givenUp.add(decision.getNotificationId());
        }
        Map<String, String> last = new TreeMap<>();
        Map<String, Long> resolvedInSummary = new TreeMap<>();
        for (Notification notification : story.notifications()) {
            // It never came; somebody else was told, and is told of the end.
            if (givenUp.contains(notification.getId())) continue;
            List<Alert> alerts = notification.getAlerts();
            for (int i = 0; i < alerts.size(); i++) {
                String reason = notification.getReasons().isEmpty()
                        ? notification.getReason()
                        : notification.getReasons().get(i);
                String episode = " " + alerts.get(i).getEpisodeId();
                last.put(notification.getReceiver() + episode, reason);
                // Who stands in hears of the end for who is meant.
                boolean standsIn = notification.getFallbackFor() != null;
                if (standsIn && reason.equals(OVER)) last.put(notification.getFallbackFor() + episode, reason);
            }
            if (notification.getKind() != NotificationKind.SUMMARY || notification.getFallbackFor() != null) continue;
            long resolved = notification.getSummary().stream()
                    .mapToLong(SummaryLine::getResolved)
                    .sum();
            resolvedInSummary.put(notification.getId(), resolved);
        }
        Map<String, Set<String>> endsOfSummary = new TreeMap<>();
        Set<String> summed = new TreeSet<>();
        Set<String> overInSummary = new TreeSet<>();
        for (DispatchDecision decision : story.records()) {
            if (decision.getKind() != DecisionKind.HELD || !decision.getReason().equals("STORM")) continue;
            String who = decision.getReceiver() + " " + decision.getEpisodeId();
            summed.add(who);
            if (decision.getSequence() == LAST) {
                endsOfSummary
                        .computeIfAbsent(decision.getNotificationId(), id -> new TreeSet<>())
                        .add(who);
                overInSummary.add(who);
            }
        }
        assertThat(summed).hasSizeGreaterThan(50);
        endsOfSummary.forEach(
                (id, ends) -> assertThat(resolvedInSummary).as("%s", ends).containsEntry(id, (long) ends.size()));
        summed.addAll(last.keySet());
        assertThat(summed).hasSizeGreaterThan(500);
        summed.removeAll(overInSummary);
        summed.removeIf(who -> OVER.equals(last.get(who)));
        assertThat(summed).as("told, and not of the end").isEmpty();
    }

    private static Severity severity(Random random) {
        return List.of(Severity.CRITICAL, Severity.HIGH, Severity.LOW).get(random.nextInt(3));
    }
}
