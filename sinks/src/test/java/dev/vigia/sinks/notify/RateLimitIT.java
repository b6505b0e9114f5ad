package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.text.Links;
import dev.vigia.sinks.notify.text.Reader;
import dev.vigia.sinks.notify.text.Texts;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chats that take a message in so many seconds, with the settings that a receiver has by itself. Nobody waits: the time is the test's. */
class RateLimitIT {

    private static final String SLOW_DOWN = "{\"ok\":false,\"error\":\"ratelimited\"}";
    private static final String RETRY_AFTER =
            "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after 1\","
                    + "\"parameters\":{\"retry_after\":1}}";

    private static final Links LINKS = new Links("http://vigia.example", Optional.empty());

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private HttpPeer peer;

    @AfterEach
    void stop() {
        peer.close();
    }

    @ParameterizedTest
    @CsvSource({"slack, 1", "slack_app, 1", "telegram, 1", "whatsapp, 6"})
    void send_aBurst_isAllTakenAtThePaceOfTheService(String kind, int each) throws Exception {
        Channel channel = channel(kind, Map.of());
        long begun = nanos.get();

        for (int episode = 0; episode < 25; episode++) {
            assertThat(channel.send(firing(kind, episode))).isInstanceOf(Outcome.Delivered.class);
        }

        assertThat(peer.told()).isEqualTo(25);
        assertThat(Duration.ofNanos(nanos.get() - begun)).isEqualTo(Duration.ofSeconds(24L * each));
    }

    @ParameterizedTest
    @CsvSource({"slack, 1", "slack_app, 1", "telegram, 1", "whatsapp, 6"})
    void send_fasterThanItIsTaken_isAskedToWait(String kind, int each) throws Exception {
        Channel channel = channel(kind, Map.of("message.interval.ms", Integer.toString(each * 1_000 - 100)));
        channel.send(firing(kind, 0));

        Outcome outcome = channel.send(firing(kind, 1));

        assertThat(outcome).isInstanceOf(Outcome.Retryable.class);
        assertThat(((Outcome.Retryable) outcome).retryAfter()).contains(Duration.ofSeconds(each));
        assertThat(peer.told()).isOne();
    }

    private Channel channel(String kind, Map<String, String> more) throws Exception {
        Texts texts = new Texts(Reader.DEFAULT, LINKS);
        return switch (kind) {
            case "slack" -> {
                peer = limited(new SlackWebhookService(), "/hook", "rate_limited");
                ReceiverSettings settings = new ReceiverSettings("r", more);
                HttpPost post = new HttpPost(
                        URI.create(peer.url()), ChannelContract.LONG, Clock.systemUTC(), settings.secrets());
                yield Chats.slack(settings, post, texts, this::pace);
            }
            case "slack_app" -> {
                peer = limited(new SlackAppService(), "/api/chat.postMessage", SLOW_DOWN);
                yield Chats.slackApp(
                        settings("/api", SlackAppService.CHANNEL, SlackAppService.TOKEN, more),
                        ChannelContract.LONG,
                        texts,
                        this::pace);
            }
            case "telegram" -> {
                peer = limited(new TelegramService(true), "/bot" + TelegramService.TOKEN + "/sendMessage", RETRY_AFTER);
                yield Chats.telegram(
                        settings("", TelegramService.CHAT, TelegramService.TOKEN, more),
                        ChannelContract.LONG,
                        texts,
                        this::pace);
            }
            case "whatsapp" -> {
                WhatsAppService service = new WhatsAppService();
                Answer tooMany = service.refusal("131056 pair rate limit hit");
                peer = limited(service, WhatsAppService.PATH, Duration.ofSeconds(6), tooMany);
                Map<String, String> all = new HashMap<>(more);
                all.put("phone.number.id", WhatsAppService.PHONE);
                all.put("language", "pt-BR");
                ReceiverSettings settings = settings("", WhatsAppService.TO, WhatsAppService.TOKEN, all);
                Reader reader = new Reader(Language.PT_BR, Reader.DEFAULT.zone());
                yield Chats.whatsApp(settings, ChannelContract.LONG, new Texts(reader, LINKS), this::pace);
            }
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private HttpPeer limited(HttpPeer.Service service, String path, String body) throws Exception {
        Answer tooMany = new Answer(429, Map.of("Retry-After", "1"), body);
        return limited(service, path, Duration.ofSeconds(1), tooMany);
    }

    private HttpPeer limited(HttpPeer.Service service, String path, Duration each, Answer tooMany) throws Exception {
        return new HttpPeer(
                new RateLimited(service, request -> request.path().equals(path), each, nanos::get, tooMany));
    }

    private ReceiverSettings settings(String path, String to, String token, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("api.url", "http://127.0.0.1:" + peer.port() + path);
        settings.put("to", to);
        settings.put("token", token);
        return new ReceiverSettings("r", settings);
    }

    private Pace pace(Duration each) {
        return new Pace(each, nanos::get, time -> nanos.addAndGet(time.toNanos()));
    }

    private static Notification firing(String kind, int episode) {
        Alert alert = Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
                .setAlertId(String.format("%016x", episode))
                .setEpisodeId(String.format("%016x", episode + 1_000))
                .build();
        return Samples.notification("n" + episode, "r", kind, alert);
    }
}
