package dev.vigia.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** The folder {@code schemas/released}: for each topic its versions {@code v1.avsc}, {@code v2.avsc} and so on. */
record ReleasedSchemas(Path folder) {

    static ReleasedSchemas ofThisProject() {
        return new ReleasedSchemas(Path.of(System.getProperty("vigia.root"), "schemas", "released"));
    }

    /** A version and the file it is in. */
    record Version(Path file, Schema schema) {}

    /** The versions of a topic, oldest first. */
    List<Version> of(Topic topic) {
        List<Version> versions = new ArrayList<>();
        for (Path file = file(topic, 1); Files.exists(file); file = file(topic, versions.size() + 1)) {
            versions.add(new Version(file, read(file)));
        }
        return versions;
    }

    Path file(Topic topic, int version) {
        return folder.resolve(topic.name()).resolve("v" + version + ".avsc");
    }

    private static Schema read(Path file) {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
