package dev.vigia.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that people write. */
public final class TextFile {

    private TextFile() {}

    /** @throws UserException naming the file when it cannot be read, or is not UTF-8 */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
