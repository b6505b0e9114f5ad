package dev.vigia.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ElasticsearchProcessTest {

    /** Of two options the JVM takes the last. */
    @Test
    void jvmArgs_moreOptions_comeLast() {
        List<String> ours = ElasticsearchProcess.jvmArgs("");
        assertThat(ours).contains("-Xmx448m").doesNotContain("");
        assertThat(ElasticsearchProcess.jvmArgs(" -Xmx1g  -ea"))
                .startsWith(ours.toArray(String[]::new))
                .endsWith("-Xmx1g", "-ea")
                .hasSize(ours.size() + 2);
    }
}
