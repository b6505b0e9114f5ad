package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

    @Test
    void shippedFile_tellsAsR160Asks() throws IOException {
        String yaml = Files.readString(Path.of(System.getProperty("vigia.root"), "config", "routes.yaml"));
        Routes routes = Routes.parse("routes.yaml", yaml, Map.of());
        assertThat(routes.of(alert(Severity.CRITICAL)))
                .extracting(Receiver::channel)
                .contains("slack", "email");
        assertThat(routes.of(alert(Severity.MEDIUM)))
                .extracting(Receiver::channel)
                .contains("slack")
                .doesNotContain("email");
        assertThat(routes.of(alert(Severity.INFO))).isEmpty();
    }

    @Test
    void routes_thatOverlap_nameAReceiverOnce() {
        Routes routes = parse(
                "receivers: [{name: a, channel: slack}]",
                "routes: [{receivers: [a]}, {severities: [HIGH], receivers: [a]}]");
        assertThat(routes.of(alert(Severity.HIGH))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            receivers: []                                      | routes: [{receivers: [b]}]        | routes: there is no receiver 'b'
            receivers: [{name: a, channel: fax}]               | routes: []                        | the channel of receiver 'a' has to be
            receivers: [{name: a b, channel: slack}]           | routes: []                        | letters, digits
            receivers: [{name: a, channel: slack, url: x}]     | routes: []                        | url
            receivers: [{name: a, channel: slack}]             | routes: [{severities: [bad], receivers: [a]}] | bad
            receivers: [{name: a, channel: slack}]             | routes: [{severities: [low]}]     | a route needs receivers
            receivers: [{name: a, channel: slack}, {name: a, channel: email}] | routes: []         | two are called 'a'
            receivers: 7                                       | routes: []                        | 'receivers' is missing or no list
            receivers: []                                      | others: []                        | unknown section 'others'
            """)
    void mistake_isNamedInOneLine(String receivers, String routes, String problem) {
        assertThatThrownBy(() -> parse(receivers, routes))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("routes.yaml")
                .hasMessageContaining(problem);
    }

    private static Routes parse(String receivers, String routes) {
        return Routes.parse("routes.yaml", receivers + "\n" + routes, Map.of());
    }

    private static dev.vigia.schemas.avro.Alert alert(Severity severity) {
        return DispatchingTest.alert("0000000000000001", severity, Transition.ACTIVE, "system");
    }
}
