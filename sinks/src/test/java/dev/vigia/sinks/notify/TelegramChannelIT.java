package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TelegramChannelIT extends HttpChannelContract {

    @Override
    String kind() {
        return "telegram";
    }

    @Override
    HttpPeer.Service service() {
        return new TelegramService(true);
    }

    @Override
    Map<String, String> settings(int port) {
        return Map.of(
                "api.url",
                "http://127.0.0.1:" + port,
                "to",
                TelegramService.CHAT,
                "token",
                TelegramService.TOKEN,
                "language",
                "pt-BR",
                "message.interval.ms",
                "0");
    }

    @Override
    Set<String> secrets(int port) {
        return Set.of(TelegramService.TOKEN, "AAs3cretBotToken");
    }

    @Test
    void send_toTheSameEpisode_repliesToTheMessageBefore() throws Exception {
        try (HttpPeer peer = new HttpPeer(service())) {
            Channel channel = channel(kind(), settings(peer.port()), LONG);
            Outcome first = channel.send(firing());
            assertThat(first).isEqualTo(new Outcome.Delivered("message 42", Optional.of("42")));
            assertThat(peer.lastMessage())
                    .contains("ack:0123456789abcdef:fedcba9876543210", "Ciente")
                    .doesNotContain("reply_parameters");

            channel.send(Notification.newBuilder(
                            Samples.notification("n2", "r", kind(), alert(Transition.RESOLVED, AlertState.INACTIVE)))
                    .setPreviousReceipt("42")
                    .build());

            assertThat(peer.lastMessage())
                    .contains("\"reply_parameters\":{\"message_id\":42")
                    .doesNotContain("inline_keyboard");
        }
    }

    @Test
    void send_tooManyMessages_saysHowLongToWait() throws Exception {
        String body = "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after 35\","
                + "\"parameters\":{\"retry_after\":35}}";

        Outcome outcome = sent(new HttpPeer().answer(new HttpPeer.Answer(429, body)), LONG);

        assertThat(((Outcome.Retryable) outcome).retryAfter()).contains(Duration.ofSeconds(35));
    }
}
