package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Thirty days of everything at once, each minute of them. */
class MonthTest {

    private static final long MINUTE = 60;
    private static final int MINUTES = 30 * 24 * 60;

    private final Timeline story = new Timeline("""
            time_intervals:
              - name: office
                time_intervals: [{ times: [{ start_time: '09:00', end_time: '17:00' }], location: America/Sao_Paulo }]
            receivers:
              - { name: slack, channel: slack, fallback: [email], storm: { limit: 5, per: 5m } }
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

    /** Of what was told by name, as summaries name no episodes. */
    private void allAreToldOver() {
        Map<String, String> last = new HashMap<>();
        Set<String> summed = new HashSet<>();
        for (Notification notification : story.notifications()) {
            if (notification.getKind() == NotificationKind.SUMMARY) summed.add(notification.getReceiver());
            List<Alert> alerts = notification.getAlerts();
            for (int i = 0; i < alerts.size(); i++) {
                String reason = notification.getReasons().isEmpty()
                        ? notification.getReason()
                        : notification.getReasons().get(i);
                last.put(notification.getReceiver() + " " + alerts.get(i).getEpisodeId(), reason);
            }
        }
        assertThat(last).hasSizeGreaterThan(500);
        last.forEach((who, reason) -> {
            if (!summed.contains(who.split(" ", -1)[0]))
                assertThat(reason).as(who).isEqualTo("alert resolved");
        });
    }

    private static Severity severity(Random random) {
        return List.of(Severity.CRITICAL, Severity.HIGH, Severity.LOW).get(random.nextInt(3));
    }
}
