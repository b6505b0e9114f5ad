package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What can be checked of docker-compose.yml and the Dockerfile where no container engine runs. */
class DockerComposeTest {

    private static final Path ROOT = Path.of(System.getProperty("vigia.root"));

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");

    private static JsonNode compose;

    @BeforeAll
    static void read() throws IOException {
        compose = new ObjectMapper(new YAMLFactory())
                .readTree(ROOT.resolve("docker-compose.yml").toFile());
    }

    @Test
    void services_areAllPartsSeparately() {
        assertThat(compose.path("services").fieldNames())
                .toIterable()
                .contains(
                        "kafka", "registry", "elasticsearch", "kibana", "connect", "gateway", "processors", "console");
    }

    @Test
    void commands_ofOurServices_areCommandsOfTheLauncher() {
        Set<String> known = Vigia.commandLine().getSubcommands().keySet();
        List<String> commands = new ArrayList<>();
        compose.path("services").forEach(service -> {
            if (service.path("command").isArray())
                commands.add(service.path("command").get(0).asText());
        });

        assertThat(commands).isNotEmpty().allMatch(known::contains);
    }

    @Test
    void commands_ofOurServices_parse() {
        compose.path("services").forEach(service -> {
            if (!service.path("command").isArray()) return;
            List<String> arguments = new ArrayList<>();
            service.path("command").forEach(argument -> arguments.add(argument.asText()));
            CommandLine commandLine = Vigia.commandLine();

            assertThat(commandLine.parseArgs(arguments.toArray(String[]::new)).hasSubcommand())
                    .isTrue();
        });
    }

    @Test
    void environment_ofOurServices_isReadBySettings() throws IOException {
        String settings = Files.readString(ROOT.resolve("config/vigia.yaml"));

        compose.path("x-vigia")
                .path("environment")
                .fieldNames()
                .forEachRemaining(name -> assertThat(settings).contains("${" + name));
    }

    /** An address that does not get there is nobody who is told, and nothing warns of it. */
    @Test
    void environment_ofOurServices_hasAllThatTellingPeopleReads() throws IOException {
        JsonNode settings = new ObjectMapper(new YAMLFactory())
                .readTree(ROOT.resolve("config/vigia.yaml").toFile());
        JsonNode environment = compose.path("x-vigia").path("environment");
        Set<String> read = new TreeSet<>();
        for (JsonNode section :
                List.of(settings.path("notifications"), settings.path("console").path("hooks"))) {
            VARIABLE.matcher(section.toString()).results().forEach(variable -> read.add(variable.group(1)));
        }

        assertThat(read)
                .hasSizeGreaterThan(30)
                .allSatisfy(name -> assertThat(environment.path(name).asText()).startsWith("${" + name + ":-"));
    }

    @Test
    void dependencies_areServices() {
        JsonNode services = compose.path("services");
        services.forEach(service -> service.path("depends_on")
                .fieldNames()
                .forEachRemaining(
                        name -> assertThat(services.has(name)).as(name).isTrue()));
    }

    @Test
    void worker_readsBytes_andMayLookIntoItsEnvironment() throws IOException {
        Properties worker = new Properties();
        try (var in = Files.newBufferedReader(ROOT.resolve("config/connect/worker.properties"))) {
            worker.load(in);
        }

        assertThat(worker.getProperty("value.converter")).endsWith("ByteArrayConverter");
        assertThat(worker.getProperty("config.providers")).isEqualTo("env");
    }

    @Test
    void dockerfile_copiesWhatTheBuildMakes() throws IOException {
        String dockerfile = Files.readString(ROOT.resolve("Dockerfile"));
        var copied = Pattern.compile("--from=build /src/(\\S+)").matcher(dockerfile);
        List<String> sources = new ArrayList<>();
        while (copied.find()) sources.add(copied.group(1));

        assertThat(sources)
                .contains("app/target/vigia/lib", "sinks/target/plugin", "bin/vigia", "config", "config/connect");
    }
}
