package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

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
            Set<String> missing = new TreeSet<>();
            for (Transcript block : blocks) {
                Set<String> ofBlock = Reader.missing(block);
                assertThat(CI ? ofBlock : Set.of())
                        .as("programs that are not installed")
                        .isEmpty();
                missing.addAll(ofBlock);
                if (ofBlock.isEmpty()) reader.read(block);
            }
            if (!missing.isEmpty()) throw new TestAbortedException("Not all was done: no " + missing);
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
