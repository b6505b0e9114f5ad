package dev.vigia.platform;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Commands of test children, which need no more than this module's test classes. */
final class Child {
    private Child() {}

    static ChildCommand of(Class<?> main, Path log, String... args) {
        return new ChildCommand(
                main.getSimpleName(),
                List.of(System.getProperty("java.class.path")),
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                concat(main.getName(), args),
                Map.of(),
                log);
    }

    private static List<String> concat(String first, String... rest) {
        return Stream.concat(Stream.of(first), Stream.of(rest)).toList();
    }
}
