package dev.vigia.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformHomeTest {

    @Test
    void find_inTheBuild_isTheBuildsDirectories() {
        Path root = Path.of(System.getProperty("vigia.root"));

        assertThat(PlatformHome.find())
                .isEqualTo(new PlatformHome(
                        root.resolve("platform/elasticsearch/target/node"), root.resolve("platform/target/registry")));
    }

    @Test
    void installed_anyHome_hasItsDirectories() {
        assertThat(PlatformHome.installed(Path.of("/opt/vigia")))
                .isEqualTo(new PlatformHome(Path.of("/opt/vigia/elasticsearch"), Path.of("/opt/vigia/registry")));
    }

    @Test
    void require_noSuchDirectory_namesItAndWhatMakesIt(@TempDir Path dir) {
        Path missing = dir.resolve("node");

        assertThatThrownBy(() -> PlatformHome.require("Elasticsearch", missing))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContainingAll("Elasticsearch", missing.toString(), "mvn package");
    }
}
