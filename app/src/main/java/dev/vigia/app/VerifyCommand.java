package dev.vigia.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.processors.verify.Report;
import dev.vigia.processors.verify.Report.Check;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vigia verify}: folds the log again. Exit code 0 when nothing differs, 1 when something does. */
@Command(
        name = "verify",
        description = "Fold the log again, and compare with what was written. Changes nothing.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        Report report;
        try (Wiring wiring = Wiring.ofRunning(Settings.load())) {
            report = wiring.verification().run();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(json(report));
        else report.checks().forEach(check -> print(check, out));
        out.flush();
        return report.passed() ? 0 : 1;
    }

    private static String json(Report report) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = mapper.createObjectNode().put("passed", report.passed());
        ArrayNode checks = root.putArray("checks");
        for (Check check : report.checks()) {
            ObjectNode node = checks.addObject().put("name", check.name()).put("passed", check.passed());
            node.put("differences", check.differences());
            check.first().ifPresent(first -> node.set("first", mapper.valueToTree(first)));
            node.set("counts", mapper.valueToTree(check.counts()));
            node.set("unchecked", mapper.valueToTree(check.unchecked()));
        }
        return mapper.writeValueAsString(root);
    }

    private static void print(Check check, PrintWriter out) {
        String counts = check.counts().entrySet().stream()
                .map(count -> String.format(Locale.ROOT, "%,d %s", count.getValue(), count.getKey()))
                .collect(Collectors.joining(", "));
        out.printf("%-8s %-9s %s%n", check.name(), check.passed() ? "the same" : "DIFFERS", counts);
        check.first().ifPresent(difference -> {
            out.println("         first: " + difference);
            if (check.differences() > 1) out.println("         and " + (check.differences() - 1) + " more");
        });
        check.unchecked().forEach(why -> out.println("         not checked: " + why));
    }
}
