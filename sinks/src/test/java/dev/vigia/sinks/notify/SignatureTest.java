package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** The example that libraries of Standard Webhooks test with. */
    @Test
    void headers_knownMessage_haveItsSignature() {
        Map<String, String> headers =
                Signature.of(SECRET).headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");

        assertThat(headers)
                .isEqualTo(Map.of(
                        "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "webhook-timestamp", "1614265330",
                        "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    @Test
    void headers_twoSecrets_haveASignatureOfEach() {
        String other = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        String one = Signature.of(SECRET).headers("id", 1, "ação 🔥").get("webhook-signature");
        String two = Signature.of(other).headers("id", 1, "ação 🔥").get("webhook-signature");

        assertThat(Signature.of(SECRET + " " + other)
                        .headers("id", 1, "ação 🔥")
                        .get("webhook-signature"))
                .isEqualTo(one + " " + two);
        assertThat(one).isNotEqualTo(two);
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_not base64!", "whsec_c2hvcnQ=", "secret-words-that-are-no-base64"})
    void of_wrongSecret_isRefusedWithoutShowingIt(String secret) {
        assertThatThrownBy(() -> Signature.of(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has to be")
                .hasMessageNotContaining("c2hvcnQ")
                .hasMessageNotContaining("secret-words");
    }
}
