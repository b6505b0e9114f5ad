package dev.vigia.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.ingest.ship.FakeGateway.Reply;
import dev.vigia.runtime.UserException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ShipCommandTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Exception> thrown = new ArrayList<>();

    @Test
    void execute_fileWithALineOfAnotherFormat_saysWhatItDid() throws Exception {
        Path file = directory.resolve("access.log");
        Files.writeString(file, "203.0.113.9 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 7\nnonsense\n");
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK)) {
            int code = execute(file.toString(), "--format", "combined", "--url", gateway.url(), "--service", "www");

            assertThat(code).isZero();
            assertThat(out.toString().strip())
                    .isEqualTo("shipped 2 records from 1 file; 1 line could not be parsed and went as it is, "
                            + "see the attribute vigia.parse_error");
            assertThat(gateway.logs())
                    .allMatch(it -> it.path("service").asText().equals("www"));
            assertThat(gateway.logs().get(1).path("message").asText()).isEqualTo("nonsense");
            assertThat(gateway.logs().get(1).path("timestamp").asText()).isEqualTo("2015-05-17T10:05:03Z");
        }
    }

    @Test
    void execute_twice_givesOtherIds() throws Exception {
        Path file = directory.resolve("a.txt");
        Files.writeString(file, "x\n");
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK)) {
            execute(file.toString(), "--format", "text", "--url", gateway.url());
            execute(file.toString(), "--format", "text", "--url", gateway.url());

            assertThat(gateway.logs()).extracting(it -> it.path("id").asText()).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "FILE --format text --follow --retime | --retime moves the last line to now",
                "- --format text --retime | --retime reads its input twice",
                "- --format text --follow | --follow is for files",
                "FILE --format xml | there is no format 'xml'; there are combined, syslog, json, text",
                "FILE --format text --batch 0 | --batch is 0",
                "FILE --format text --zone Mars | 'Mars' is not a time zone",
                "FILE --format text --give-up-after soon | --give-up-after: 'soon' is not a duration",
                "FILE --format text --url localhost:4318 | is not the address of a gateway",
                "FILE/nothing --format text | there is no file",
                "FILE --format text | is a directory",
                "SOME --format text --retime | has a time that --retime could move",
            })
    void execute_wrongOptions_sayWhatToDo(String line, String message) throws Exception {
        Path file = directory.resolve("some.log");
        Files.writeString(file, "no time\n");
        int code = execute(line.replace("FILE", directory.toString())
                .replace("SOME", file.toString())
                .split(" "));

        assertThat(code).isNotZero();
        assertThat(thrown).singleElement().isInstanceOf(UserException.class);
        assertThat(thrown.get(0).getMessage()).contains(message).doesNotContain("\n");
    }

    @Test
    void execute_withoutFormat_showsTheUsage() {
        assertThat(execute("x.log")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--format");
    }

    private int execute(String... args) {
        return new CommandLine(new ShipCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((exception, command, result) -> {
                    thrown.add(exception);
                    return 1;
                })
                .execute(args);
    }
}
