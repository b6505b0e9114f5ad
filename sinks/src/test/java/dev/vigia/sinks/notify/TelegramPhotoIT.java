package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same chat, told of an alert whose values are known. */
class TelegramPhotoIT extends TelegramChannelIT {

    @Override
    Notification firing() {
        return Samples.notification("n1", "r", kind(), Samples.withCourse(alert(Transition.ACTIVE, AlertState.ACTIVE)));
    }

    @Test
    void send_alertWithItsValues_isAPhotoWithWordsAndButtons() throws Exception {
        try (HttpPeer peer = new HttpPeer(service())) {
            Outcome outcome = channel(kind(), settings(peer.port()), LONG).send(firing());

            assertThat(outcome.detail()).isEqualTo("message 42");
            assertThat(peer.received()).singleElement().matches(TelegramService::isPhoto);
            assertThat(peer.lastMessage())
                    .contains(
                            TITLE, "ack:0123456789abcdef:fedcba9876543210", "5 min até", "Tracejado", "Abrir o alerta")
                    .doesNotContain("▁▁▁");
        }
    }

    @Test
    void send_whereOnlyPhotosAreForbidden_isAMessage() throws Exception {
        try (HttpPeer peer = new HttpPeer(new TelegramService(false))) {
            Outcome outcome = channel(kind(), settings(peer.port()), LONG).send(firing());

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(peer.received()).hasSize(2).last().matches(request -> !TelegramService.isPhoto(request));
            assertThat(peer.lastMessage()).contains(TITLE, "▁▁▁");
        }
    }

    @Test
    void send_wordsThatACaptionHasNoRoomFor_areAMessage() throws Exception {
        Notification notification = Samples.notification(
                "n1",
                "r",
                kind(),
                Samples.withCourse(Alert.newBuilder(alert(Transition.ACTIVE, AlertState.ACTIVE))
                        .setTitle(TITLE.repeat(40))
                        .build()));
        try (HttpPeer peer = new HttpPeer(service())) {
            channel(kind(), settings(peer.port()), LONG).send(notification);

            assertThat(peer.received()).singleElement().matches(request -> !TelegramService.isPhoto(request));
        }
    }

    @ParameterizedTest
    @MethodSource("ofAnySize")
    void send_anythingThatAnAlertWithValuesMayHave_isTaken(String what, Notification notification) throws Exception {
        Notification valued = Notification.newBuilder(notification)
                .setChannel(kind())
                .setAlerts(notification.getAlerts().stream()
                        .map(Samples::withCourse)
                        .toList())
                .build();
        try (HttpPeer peer = new HttpPeer(service())) {
            assertThat(channel(kind(), settings(peer.port()), LONG).send(valued))
                    .as(what)
                    .isInstanceOf(Outcome.Delivered.class);
        }
    }
}
