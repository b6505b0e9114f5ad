package dev.vigia.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void next_linesOfAllKinds_haveTextNumberAndOffset() throws IOException {
        List<Line> lines = read("one\r\n\nthrée\nrest".getBytes(StandardCharsets.UTF_8));

        assertThat(lines).extracting(Line::text).containsExactly("one", "", "thrée", "rest");
        assertThat(lines).extracting(Line::number).containsExactly(1L, 2L, 3L, 4L);
        assertThat(lines).extracting(Line::offset).containsExactly(0L, 5L, 6L, 13L);
    }

    @Test
    void next_bytesThatAreNotUtf8_areReadAsLatin1() throws IOException {
        List<Line> lines =
                read("ok é\n".getBytes(StandardCharsets.UTF_8), "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(lines).extracting(Line::text).containsExactly("ok é", "café");
        assertThat(lines).extracting(Line::utf8).containsExactly(true, false);
    }

    @Test
    void next_byteOrderMark_isNoText() throws IOException {
        assertThat(read("\uFEFFa\n\uFEFFb\n".getBytes(StandardCharsets.UTF_8)))
                .extracting(Line::text)
                .containsExactly("a", "\uFEFFb");
    }

    @Test
    void next_lineLongerThanTheBuffer_isWhole() throws IOException {
        String text = "x".repeat(300_000);

        List<Line> lines = read(("a\n" + text + "\nb").getBytes(StandardCharsets.UTF_8));

        assertThat(lines).extracting(Line::text).containsExactly("a", text, "b");
        assertThat(lines.get(2).offset()).isEqualTo(300_003);
    }

    private static List<Line> read(byte[]... parts) throws IOException {
        InputStream all = InputStream.nullInputStream();
        for (byte[] part : parts) all = new java.io.SequenceInputStream(all, new ByteArrayInputStream(part));
        List<Line> lines = new ArrayList<>();
        try (LineReader reader = new LineReader(all, new Origin("f", 0, 0))) {
            for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) lines.add(line.get());
            reader.rest().ifPresent(lines::add);
        }
        return lines;
    }
}
