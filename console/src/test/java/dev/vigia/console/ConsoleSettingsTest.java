package dev.vigia.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.runtime.ConfigFile;
import dev.vigia.runtime.UserException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleSettingsTest {

    private static ConsoleSettings parse(String yaml) {
        return ConfigFile.parse("vigia.yaml", yaml, Map.of()).section("console", ConsoleSettings.class);
    }

    @Test
    void section_empty_isTheDefault() {
        assertThat(parse("")).isEqualTo(ConsoleSettings.of("127.0.0.1", 8080));
    }

    @Test
    void section_wrongNumbers_nameTheKey() {
        assertThatThrownBy(() -> parse("console: {port: 70000}"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("console.port is 70000");
        assertThatThrownBy(() -> parse("console: {log_lines: 0}")).hasMessageContaining("console.log_lines is 0");
    }
}
