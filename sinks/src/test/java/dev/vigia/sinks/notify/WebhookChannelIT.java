package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookChannelIT extends HttpChannelContract {

    @Override
    String kind() {
        return "webhook";
    }

    @Override
    Channel channel(HttpPost post) {
        return new WebhookChannel(post, "http://vigia.example");
    }

    /** Alertmanager's body has no place for signs: titles and states only. */
    @Override
    @Test
    void send_peerAccepts_isDeliveredWithItsText() throws Exception {
        try (HttpPeer peer = new HttpPeer()) {
            Channel channel = channel(new HttpPost(URI.create(peer.url()), TIMEOUT, Clock.systemUTC()));

            assertThat(channel.send(firing())).isInstanceOf(Outcome.Delivered.class);

            assertThat(peer.received()).singleElement().satisfies(request -> {
                assertThat(request.method()).isEqualTo("POST");
                assertThat(request.path()).isEqualTo("/hook");
                assertThat(request.headers().get("Content-type")).isEqualTo(List.of("application/json; charset=utf-8"));
                assertThat(request.headers().get("Idempotency-key")).isEqualTo(List.of("n1"));
                assertThat(request.body()).contains("Muitos erros no pagamento — não é ação", "\"firing\"");
            });
        }
    }
}
