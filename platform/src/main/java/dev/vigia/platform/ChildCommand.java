package dev.vigia.platform;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How to start a JVM as a child process.
 *
 * @param name as the user knows it
 * @param classPath jars, directories, or {@code directory/*}
 * @param jvmArgs such as {@code -Xmx256m}
 * @param args the main class, or {@code -jar} and a jar of the class path; then its own arguments
 * @param environment added to this process's own
 * @param log file for its output; an earlier one is kept as {@code <log>.1}
 */
public record ChildCommand(
        String name,
        List<String> classPath,
        List<String> jvmArgs,
        List<String> args,
        Map<String, String> environment,
        Path log) {

    /** Copies the collections. */
    public ChildCommand {
        if (args.isEmpty()) {
            throw new IllegalArgumentException("No main class for " + name);
        }
        classPath = List.copyOf(classPath);
        jvmArgs = List.copyOf(jvmArgs);
        args = List.copyOf(args);
        environment = Map.copyOf(environment);
    }

    ProcessBuilder processBuilder() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArgs);
        command.add("-cp");
        // Ours comes last: it is there for one class, and what else is in it must not hide what the child brings.
        command.add(
                classPath.stream().collect(Collectors.joining(File.pathSeparator)) + File.pathSeparator + ownCode());
        command.add(DieWithParent.class.getName());
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        // Options meant for this JVM, such as its heap or an agent, are not meant for the child.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        return builder;
    }

    static Path ownCode() {
        try {
            return Path.of(DieWithParent.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Vigia's own class path entry has no path", e);
        }
    }
}
