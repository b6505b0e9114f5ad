package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.console.Samples;
import dev.vigia.schemas.avro.ExceptionInfo;
import dev.vigia.schemas.avro.Http;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogTailTest {

    private final LogTail tail = new LogTail(3);

    @Test
    void find_moreThanFit_keepsTheNewestFirst() {
        for (int i = 1; i <= 5; i++)
            tail.accept(Samples.log("web", 9, "line " + i).build());

        assertThat(tail.find("", List.of(), ""))
                .extracting(line -> line.json().path("message").asText())
                .containsExactly("line 5", "line 4", "line 3");
        assertThat(tail.after(3, 100)).extracting(LogLine::number).containsExactly(4L, 5L);
        assertThat(tail.after(0, 1)).extracting(LogLine::number).containsExactly(5L);
    }

    @Test
    void find_byServiceLevelAndText_ignoresCase() {
        tail.accept(Samples.log("web", 17, "Sessão PERDIDA").build());
        tail.accept(Samples.log("web", 9, "fine")
                .setHttp(Http.newBuilder()
                        .setMethod("GET")
                        .setPath("/Index")
                        .setStatus(404)
                        .build())
                .build());
        tail.accept(Samples.log("db", 9, "x")
                .setException(new ExceptionInfo("TimeoutException", "late", null))
                .build());

        assertThat(tail.find("", List.of("error", "fatal"), "sessão perdida")).hasSize(1);
        assertThat(tail.find("web", List.of(), "get /index 404")).hasSize(1);
        assertThat(tail.find("", List.of("info"), "timeoutexception")).hasSize(1);
        assertThat(tail.find("nobody", List.of(), "")).isEmpty();
    }

    @Test
    void accept_hugeLine_isCut() {
        Map<String, Object> attributes = new HashMap<>();
        for (int i = 0; i < 500; i++) attributes.put("k" + i, "v".repeat(10_000));
        tail.accept(Samples.log("web", 9, "m".repeat(1_000_000))
                .setAttributes(attributes)
                .build());

        assertThat(tail.find("", List.of(), "").get(0).json().toString()).hasSizeLessThan(40_000);
    }

    @Test
    void level_bySeverityNumber_isOpenTelemetrysRange() {
        assertThat(IntStream.of(0, 1, 5, 9, 12, 13, 17, 21, 24, 25).mapToObj(LogLine::level))
                .containsExactly(
                        "unknown", "trace", "debug", "info", "info", "warn", "error", "fatal", "fatal", "unknown");
    }
}
