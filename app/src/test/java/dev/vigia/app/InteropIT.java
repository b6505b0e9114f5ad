package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documents for users say is done as it stands there, with other people's clients, and has to come out as it stands
 * there: all their blocks that are fenced as {@code console}. The documents are read at the same time.
 */
@ExtendWith(OneRunningVigia.class)
class InteropIT {

    private static final List<String> DOCUMENTS =
            List.of("docs/subscribing.md", "examples/README.md", "docs/producing.md");

    /** What a continuous integration sets; where it does, nothing may be skipped. */
    private static final boolean CI = "true".equals(System.getenv("CI"));

    @TempDir
    Path dir;

    @TestFactory
    Stream<DynamicTest> documents_doneAsTheyStand_comeOutAsTheyStand(RunningVigia vigia) {
        Map<String, Future<Void>> readings = new LinkedHashMap<>();
        var readers = Executors.newFixedThreadPool(DOCUMENTS.size());
        for (String document : DOCUMENTS) readings.put(document, readers.submit(reading(vigia, document)));
        readers.shutdown();
        return readings.entrySet().stream()
                .map(reading -> dynamicTest(reading.getKey(), () -> result(reading.getValue())));
    }

    private Callable<Void> reading(RunningVigia vigia, String document) {
        return () -> {
            Path own = Files.createDirectories(dir.resolve(document.replace('/', '-')));
            Reader reader = new Reader(vigia, own);
            List<Transcript> blocks = Transcript.of(RunningVigia.ROOT.resolve(document));
            assertThat(blocks).isNotEmpty();
            for (Transcript block : blocks) {
                Set<String> missing = Reader.missing(block);
                String rest = document + " was not done from line " + block.line() + " on: there is no " + missing;
                // What follows may look for what this block would have written.
                if (!CI) assumeTrue(missing.isEmpty(), rest);
                assertThat(missing).as(rest).isEmpty();
                reader.read(block);
            }
            return null;
        };
    }

    private static void result(Future<Void> reading) throws Throwable {
        try {
            reading.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }
}
