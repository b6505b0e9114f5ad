package dev.vigia.console;

import dev.vigia.runtime.UserException;
import java.util.List;

/**
 * The section {@code console} of the configuration.
 *
 * @param host address to listen on; default 127.0.0.1. There is no login: anybody who reaches the port may read and act
 * @param port TCP port; default 8080
 * @param allowedHosts names, without port, under which browsers reach the console besides loopback ones; needed behind a
 *     proxy that keeps the host name. Empty: loopback names only, or any name when {@code host} is not a loopback address
 * @param alertTransitions how many alert transitions are kept as history, at least 1; default 2,000
 * @param logLines how many log lines are kept, at least 1; default 500
 * @param logLinesPerSecond how many log lines are decoded in a second at most, at least 1; the rest is skipped unread; default
 *     300
 * @param streams how many browsers may follow live at once, at least 1; default 200
 * @param hooks what comes from chats; default none
 */
public record ConsoleSettings(
        String host,
        Integer port,
        List<String> allowedHosts,
        Integer alertTransitions,
        Integer logLines,
        Integer logLinesPerSecond,
        Integer streams,
        HookSettings hooks) {

    public ConsoleSettings {
        host = host == null || host.isBlank() ? "127.0.0.1" : host;
        port = port == null ? 8080 : port;
        allowedHosts = allowedHosts == null ? List.of() : List.copyOf(allowedHosts);
        alertTransitions = alertTransitions == null ? 2_000 : alertTransitions;
        logLines = logLines == null ? 500 : logLines;
        logLinesPerSecond = logLinesPerSecond == null ? 300 : logLinesPerSecond;
        streams = streams == null ? 200 : streams;
        hooks = hooks == null ? HookSettings.none() : hooks;
        if (port < 0 || port > 65_535) {
            throw new UserException("console.port is " + port + "; it is 1 to 65535, or 0 for any free port");
        }
        atLeastOne("alert_transitions", alertTransitions);
        atLeastOne("log_lines", logLines);
        atLeastOne("log_lines_per_second", logLinesPerSecond);
        atLeastOne("streams", streams);
    }

    /** Settings with everything else at its default. */
    public static ConsoleSettings of(String host, int port) {
        return new ConsoleSettings(host, port, List.of(), 2_000, 500, 300, 200, HookSettings.none());
    }

    /** The same settings with hooks for chats. */
    public ConsoleSettings with(HookSettings chats) {
        return new ConsoleSettings(
                host, port, allowedHosts, alertTransitions, logLines, logLinesPerSecond, streams, chats);
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1) throw new UserException("console." + key + " is " + value + "; it is 1 or more");
    }
}
