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
    private static final List<String> RECEIVERS = List.of("slack", "email", "pager");

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
    void whoever_hearsOfAnAlert_hearsOfItsEnd_andTheStateStaysSmall() {
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
            for (String receiver : RECEIVERS) {
                if (random.nextInt(3_000) == 0) story.answers(receiver, DeliveryStatus.RETRYABLE);
                if (random.nextInt(120) == 0) story.answers(receiver, DeliveryStatus.DELIVERED);
            }
            largest = Math.max(largest, minute % 500 == 0 ? story.size() : 0);
        }
        RECEIVERS.forEach(receiver -> story.answers(receiver, DeliveryStatus.DELIVERED));
        burning.forEach(story::over);
        for (int minute = MINUTES; minute < MINUTES + 60; minute++) story.at(minute * MINUTE);
        allHearOfTheEnd();
        whereNobodyStandsIn_nothingIsGivenUp();
        assertThat(story.notifications()).hasSizeGreaterThan(1_000);
        assertThat(largest).as("entries, with twenty alerts").isLessThan(1_000);
        story.at((MINUTES + 10 * 24 * 60) * MINUTE);
        assertThat(story.size())
                .as("schemas, heartbeat, storm, and who failed last")
                .isLessThanOrEqualTo(before + 6);
    }

    private void whereNobodyStandsIn_nothingIsGivenUp() {
        assertThat(story.records())
                .filteredOn(decision -> decision.getReason().equals(Reason.GAVE_UP.name()))
                .extracting(DispatchDecision::getReceiver)
                .doesNotContain("email", "pager");
        assertThat(story.delivered())
                .filteredOn(one -> one.getAttempt() > Backoff.MAX_ATTEMPTS)
                .extracting(Notification::getReceiver)
                .contains("email", "pager");
    }

    /** Whoever heard of an episode, by its name or in a summary, hears of its end in one of the two ways. */
    private void allHearOfTheEnd() {
        Map<String, String> last = new TreeMap<>();
        for (Notification notification : story.delivered()) {
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
        }
        Map<String, Notification> summaries = summaries();
        Set<String> summed = new TreeSet<>();
        Set<String> overInSummary = new TreeSet<>();
        Map<String, Set<String>> ends = new TreeMap<>();
        for (DispatchDecision decision : story.records()) {
            if (decision.getKind() != DecisionKind.HELD || !decision.getReason().equals("STORM")) continue;
            String id = decision.getNotificationId();
            assertThat(summaries).as("arrived").containsKey(id);
            String episode = " " + decision.getEpisodeId();
            summed.add(summaries.get(id).getReceiver() + episode);
            if (decision.getSequence() == LAST) {
                ends.computeIfAbsent(id, none -> new TreeSet<>()).add(episode);
                overInSummary.add(summaries.get(id).getReceiver() + episode);
                overInSummary.add(decision.getReceiver() + episode);
            }
        }
        assertThat(summed).hasSizeGreaterThan(50);
        ends.forEach((id, episodes) ->
                assertThat(resolved(summaries.get(id))).as("%s", episodes).isEqualTo(episodes.size()));
        summed.addAll(last.keySet());
        assertThat(summed).hasSizeGreaterThan(500);
        summed.removeAll(overInSummary);
        summed.removeIf(who -> OVER.equals(last.get(who)));
        summed.removeAll(overAsWhoStandsInKnew());
        assertThat(summed).as("heard, and not of the end").isEmpty();
    }

    /** Who gave up on the end, which whoever stands in had heard already. */
    private Set<String> overAsWhoStandsInKnew() {
        Set<String> over = new TreeSet<>();
        for (DispatchDecision decision : story.records()) {
            boolean knew = decision.getReason().equals("ALREADY_TOLD") && decision.getSequence() == LAST;
            if (knew && decision.getReceiver().equals("email")) over.add("slack " + decision.getEpisodeId());
        }
        return over;
    }

    /** Those that arrived, at whomever, by the id with which they were gathered. */
    private Map<String, Notification> summaries() {
        Map<String, String> gathered = new TreeMap<>();
        for (DispatchDecision decision : story.records()) {
            boolean instead =
                    decision.getKind() == DecisionKind.TOLD && !decision.getBy().isEmpty();
            if (instead) gathered.put(decision.getNotificationId(), decision.getBy());
        }
        Map<String, Notification> summaries = new TreeMap<>();
        for (Notification notification : story.delivered()) {
            if (notification.getKind() != NotificationKind.SUMMARY) continue;
            summaries.put(gathered.getOrDefault(notification.getId(), notification.getId()), notification);
        }
        return summaries;
    }

    private static long resolved(Notification summary) {
        return summary.getSummary().stream().mapToLong(SummaryLine::getResolved).sum();
    }

    private static Severity severity(Random random) {
        return List.of(Severity.CRITICAL, Severity.HIGH, Severity.LOW).get(random.nextInt(3));
    }
}
