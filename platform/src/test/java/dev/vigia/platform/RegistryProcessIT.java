package dev.vigia.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryProcessIT {
    private static final String FIRST = body("{\\\"name\\\": \\\"a\\\", \\\"type\\\": \\\"string\\\"}");
    private static final String SECOND = body("{\\\"name\\\": \\\"b\\\", \\\"type\\\": \\\"long\\\"}");

    @TempDir
    Path dir;

    @Test
    void schemas_afterStopAndAfterKill_keepTheirIds() throws Exception {
        int first;
        try (RegistryProcess registry = start()) {
            Rest rest = new Rest(registry.confluentUrl());
            first = register(rest, "one-value", FIRST);
            assertThat(rest.get("/schemas/ids/" + first).body().at("/schema").asText())
                    .contains("\"a\"");
        }

        RegistryProcess killed = start();
        assertThat(register(new Rest(killed.confluentUrl()), "one-value", FIRST))
                .isEqualTo(first);
        int second = register(new Rest(killed.confluentUrl()), "two-value", SECOND);
        killed.kill();

        try (RegistryProcess registry = start()) {
            Rest rest = new Rest(registry.confluentUrl());
            assertThat(register(rest, "two-value", SECOND)).isEqualTo(second).isNotEqualTo(first);
            assertThat(rest.get("/schemas/ids/" + second).body().at("/schema").asText())
                    .contains("\"b\"");
            assertThat(rest.get("/subjects").body()).hasSize(2);
        }
    }

    @Test
    void compatibility_set_isEnforced() throws Exception {
        try (RegistryProcess registry = start()) {
            Rest rest = new Rest(registry.confluentUrl());
            assertThat(rest.put("/config", "{\"compatibility\": \"FULL_TRANSITIVE\"}")
                            .status())
                    .isEqualTo(200);
            register(rest, "one-value", FIRST);

            assertThat(rest.post("/subjects/one-value/versions", SECOND).status())
                    .isEqualTo(409);
        }
    }

    private RegistryProcess start() {
        return RegistryProcess.start(dir, 0, PlatformHome.find().registry());
    }

    private static int register(Rest rest, String subject, String body) throws Exception {
        Rest.Answer answer = rest.post("/subjects/" + subject + "/versions", body);
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        return answer.body().at("/id").asInt();
    }

    private static String body(String field) {
        return "{\"schema\": \"{\\\"type\\\": \\\"record\\\", \\\"name\\\": \\\"R\\\", \\\"fields\\\": [" + field
                + "]}\"}";
    }
}
