package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TeamsChannelIT extends HttpChannelContract {

    @Override
    String kind() {
        return "teams";
    }

    @Override
    HttpPeer.Service service() {
        return new TeamsService();
    }

    @Test
    void send_teamsRefusesBehindA200_countsByWhatItSays() throws Exception {
        String words = "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ";

        assertThat(sent(new HttpPeer().answer(200, words + "429 with ContextId x"), LONG))
                .isInstanceOf(Outcome.Retryable.class);
        assertThat(sent(new HttpPeer().answer(200, words + "413 with ContextId x"), LONG))
                .isInstanceOf(Outcome.Failed.class);
    }
}
