package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.platform.Ports;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.SummaryLine;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every channel does, whoever listens. The channel is made from its settings, as the connector does. */
abstract class ChannelContract {

    /** For an answer that comes. */
    static final Duration LONG = Duration.ofSeconds(20);

    /** For one that does not. */
    static final Duration SHORT = Duration.ofMillis(300);

    /** The other side. What it takes it checks as the real one does. */
    interface Peer extends AutoCloseable {
        int port();

        /** The last message as text, decoded. */
        String lastMessage();

        /** How many messages a reader sees: the same one a second time only counts where the service cannot tell. */
        int told();

        @Override
        void close();
    }

    /** A title as people and programs write them. */
    static final String TITLE = "Muitos erros no pagamento — não é ação 🔥 日本語";

    /** What is markup or a control character somewhere. */
    private static final String ODD =
            "\"a\" \\ 'b' & <b>c</b> {{d}} {{{e}}} ${f} %g *h* _i_ ~j~ `k` [l](http://m) <!channel> @n |o| \t\r\n.\r\n\u0000\u001b\u0085\u2028 🧑‍🚒";

    private Peer peer;

    abstract String kind();

    /** What stands in the settings, but for {@code channel}. */
    abstract Map<String, String> settings(int port);

    /** What of that nobody may read. */
    abstract Set<String> secrets(int port);

    abstract Peer accepting() throws Exception;

    abstract Peer busy() throws Exception;

    /** With the words {@code not for you}. */
    abstract Peer refusing() throws Exception;

    /** Refuses, and says everything back that it was sent. */
    abstract Peer echoing() throws Exception;

    /** Takes the message and says nothing. */
    abstract Peer silent() throws Exception;

    /** Takes the message and hangs up. */
    abstract Peer hangingUp() throws Exception;

    @AfterEach
    void closePeer() {
        if (peer != null) peer.close();
    }

    @Test
    void send_peerAccepts_isDeliveredWithItsText() throws Exception {
        peer = accepting();

        Outcome outcome = channel(LONG).send(firing());

        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(peer.lastMessage()).contains(TITLE);
    }

    @Test
    void send_resolved_saysSo() throws Exception {
        peer = accepting();
        Channel channel = channel(LONG);
        channel.send(firing());
        String firing = peer.lastMessage();

        Outcome outcome =
                channel.send(Samples.notification("n2", "r", kind(), alert(Transition.RESOLVED, AlertState.INACTIVE)));

        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(peer.lastMessage()).isNotEqualTo(firing).doesNotContain("🚨");
        assertThat(peer.told()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("ofAnySize")
    void send_anythingThatAnAlertMayHave_isTakenAndReadable(String what, Notification notification) throws Exception {
        peer = accepting();

        assertThat(channel(LONG)
                        .send(Notification.newBuilder(notification)
                                .setChannel(kind())
                                .build()))
                .as(what)
                .isInstanceOf(Outcome.Delivered.class);
        assertThat(peer.lastMessage()).doesNotContain("\uFFFD");
    }

    static Stream<Arguments> ofAnySize() {
        Alert active = alert(Transition.ACTIVE, AlertState.ACTIVE);
        Alert odd = Alert.newBuilder(active)
                .setTitle(ODD)
                .setSummary(ODD)
                .setCategory(ODD)
                .setCondition(ODD)
                .setGroup(Map.of("service", ODD, "a b", ODD))
                .setLabels(Map.of(ODD, ODD))
                .setAnnotations(Map.of(ODD, ODD))
                .setAssignedTo(ODD)
                .setReason(ODD)
                .build();
        Alert empty = Alert.newBuilder(active)
                .setTitle("")
                .setSummary("")
                .setCategory("")
                .setCondition("")
                .setGroup(Map.of())
                .setLabels(Map.of())
                .setRunbookUrl(null)
                .setValue(Double.NaN)
                .setThreshold(Double.POSITIVE_INFINITY)
                .build();
        // An emoji is two UTF-16 units and four bytes: no limit may cut one in two.
        Alert longTexts = Alert.newBuilder(active)
                .setTitle("é🔥".repeat(30_000))
                .setSummary("x" + "🔥<&\"".repeat(30_000))
                .setCondition("🔥".repeat(10_000))
                .setGroup(Map.of("service", "🔥".repeat(10_000)))
                .setLabels(Map.of("long", "\u0001".repeat(90_000)))
                .setRunbookUrl("https://runbooks.example/" + "x".repeat(10_000))
                .build();
        Alert[] many = Stream.iterate(0, i -> i + 1)
                .limit(200)
                .map(i -> Alert.newBuilder(active)
                        .setAlertId(String.format("%016x", i))
                        .setEpisodeId(String.format("%016x", i + 1_000))
                        .setTitle(i + " é🔥".repeat(200))
                        .setSummary(ODD.repeat(10))
                        .build())
                .toArray(Alert[]::new);
        return Stream.of(
                Arguments.of("odd characters", Samples.notification("odd", "r", "", odd)),
                Arguments.of("nothing in it", Samples.notification("empty", "r", "", empty)),
                Arguments.of("long texts", Samples.notification("long", "r", "", longTexts)),
                Arguments.of("many alerts", Samples.notification("many", "r", "", many)),
                Arguments.of("long summary", summary(200)),
                Arguments.of("long digest", digest(50, 51)));
    }

    @Test
    void send_summary_namesRulesAndGroups() throws Exception {
        peer = accepting();

        Outcome outcome = channel(LONG)
                .send(Notification.newBuilder(summary(1)).setChannel(kind()).build());

        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(peer.lastMessage()).contains(TITLE, "service.name=checkout", "service.name=ação");
    }

    @Test
    void send_heartbeat_isTakenOrRefusedHere() throws Exception {
        peer = accepting();

        Outcome outcome = channel(LONG)
                .send(Notification.newBuilder(firing())
                        .setKind(NotificationKind.HEARTBEAT)
                        .setReason("heartbeat")
                        .setAlerts(List.of())
                        .build());

        if (outcome instanceof Outcome.Failed) {
            assertThat(outcome.detail()).contains("heartbeat");
            assertThat(peer.told()).isZero();
        } else {
            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(peer.told()).isOne();
        }
    }

    @Test
    void send_sameAgain_isOneMessageIfTheOtherSideCanTell() throws Exception {
        peer = accepting();
        Channel channel = channel(LONG);

        assertThat(channel.send(firing())).isInstanceOf(Outcome.Delivered.class);
        assertThat(channel.send(Notification.newBuilder(firing()).setAttempt(2).build()))
                .isInstanceOf(Outcome.Delivered.class);

        assertThat(peer.told()).isEqualTo(channel.keyed() ? 1 : 2);
    }

    @Test
    void send_peerIsBusy_mayBeTriedAgain() throws Exception {
        peer = busy();

        assertThat(channel(LONG).send(firing())).isInstanceOf(Outcome.Retryable.class);
    }

    @Test
    void send_peerRefuses_hasFailedWithItsWords() throws Exception {
        peer = refusing();

        Outcome outcome = channel(LONG).send(firing());

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.detail()).contains("not for you").doesNotContain("\n");
    }

    @Test
    void send_peerSaysNothing_mayBeTriedAgain() throws Exception {
        peer = silent();

        assertThat(channel(SHORT).send(firing())).isInstanceOf(Outcome.Retryable.class);
    }

    @Test
    void send_peerHangsUp_mayBeTriedAgain() throws Exception {
        peer = hangingUp();

        assertThat(channel(LONG).send(firing())).isInstanceOf(Outcome.Retryable.class);
    }

    @Test
    void send_nobodyListens_mayBeTriedAgain() {
        Outcome outcome = channel(Ports.free(), LONG).send(firing());

        assertThat(outcome).isInstanceOf(Outcome.Retryable.class);
        assertThat(outcome.detail()).isNotBlank();
    }

    @Test
    void send_refusedWithAllThatWasSent_showsNoSecret() throws Exception {
        peer = echoing();
        Channel channel = channel(LONG);
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Outcome outcome;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            outcome = channel.send(firing());
        } finally {
            System.setErr(before);
        }

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(secrets(peer.port())).isNotEmpty();
        for (String secret : secrets(peer.port())) {
            assertThat(outcome.toString() + channel + log.toString(StandardCharsets.UTF_8))
                    .doesNotContain(secret);
        }
    }

    Channel channel(Duration timeout) {
        return channel(peer.port(), timeout);
    }

    private Channel channel(int port, Duration timeout) {
        return channel(kind(), settings(port), timeout);
    }

    static Channel channel(String kind, Map<String, String> settings, Duration timeout) {
        Map<String, String> all = new HashMap<>();
        all.put("bootstrap.servers", "localhost:9092");
        all.put("schema.registry.url", "http://localhost:8081");
        all.put("external.url", "http://vigia.example");
        all.put("request.timeout.ms", Long.toString(timeout.toMillis()));
        all.put("receivers.r.channel", kind);
        settings.forEach((key, value) -> all.put("receivers.r." + key, value));
        Receivers receivers = Receivers.of(new NotifySinkConfig(all));
        return receivers
                .find("r")
                .orElseThrow(() -> receivers.wrong("r").orElseThrow())
                .channel();
    }

    Notification firing() {
        return Samples.notification("n1", "r", kind(), alert(Transition.ACTIVE, AlertState.ACTIVE));
    }

    static Alert alert(Transition transition, AlertState state) {
        return Alert.newBuilder(Samples.alert(transition, state))
                .setTitle(TITLE)
                .build();
    }

    static Notification digest(int alerts, int rules) {
        Alert[] all = Stream.iterate(0, i -> i + 1)
                .limit(alerts)
                .map(i -> Alert.newBuilder(alert(Transition.ACTIVE, AlertState.ACTIVE))
                        .setAlertId(String.format("%016x", i))
                        .setEpisodeId(String.format("%016x", i + 1_000))
                        .build())
                .toArray(Alert[]::new);
        return Notification.newBuilder(Samples.notification("digest", "r", "", all))
                .setKind(NotificationKind.DIGEST)
                .setReason("digest of what is on, began and ended")
                .setReasons(java.util.Collections.nCopies(alerts, "alert is still on"))
                .setEpisodes(java.util.Collections.nCopies(alerts, 0))
                .setSince(1_767_236_647_000L)
                .setSummary(summary(rules).getSummary())
                .build();
    }

    static Notification summary(int rules) {
        SummaryLine line = SummaryLine.newBuilder()
                .setRuleId("checkout-errors")
                .setTitle(TITLE)
                .setSeverity(Severity.CRITICAL)
                .setActive(40)
                .setResolved(2)
                .setGroups(List.of("service.name=ação", "service.name=checkout"))
                .build();
        return Notification.newBuilder(Samples.notification("sum", "r", ""))
                .setKind(NotificationKind.SUMMARY)
                .setReason("more than 20 notifications in 1m")
                .setSummary(java.util.Collections.nCopies(rules, line))
                .build();
    }
}
