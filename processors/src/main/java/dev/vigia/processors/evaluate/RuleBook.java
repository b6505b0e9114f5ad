package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.RuleFile;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rules in force, as the rule files of {@code control} have them. The files' texts are in the store. */
final class RuleBook {

    private static final int LAYOUT = 1;
    private static final char FILE = 'R';

    private final OrderedStore store;
    /** By file name. */
    private final Map<String, Map<String, Installed>> files = new TreeMap<>();
    /** By rule id. */
    private Map<String, Installed> rules = Map.of();

    /**
     * The rules that the store knows.
     *
     * @throws UserException when a file in the store cannot be read by this version of the program
     */
    RuleBook(OrderedStore store) {
        this.store = store;
        Key table = Key.of(FILE);
        store.scan(table.bytes(), table.end(), (key, value) -> {
            Decoder in = new Decoder(value, LAYOUT);
            String name = Key.textAt(key, 1);
            files.put(name, parse(name, in.number(), in.text()));
            return true;
        });
        rules = merged();
    }

    Optional<Installed> find(String ruleId) {
        return Optional.ofNullable(rules.get(ruleId));
    }

    /** All rules, by id. */
    Map<String, Installed> all() {
        return rules;
    }

    /**
     * Takes in a new version of a file.
     *
     * @param version its offset in {@code control}
     * @throws UserException when it cannot be read; the book stays as it was
     */
    void take(RuleFile file, long version) {
        byte[] key = Key.of(FILE).text(file.getName()).bytes();
        String text = file.getContent();
        if (text == null) {
            files.remove(file.getName());
            store.delete(key);
        } else {
            files.put(file.getName(), parse(file.getName(), version, text));
            store.put(key, new Encoder(LAYOUT).number(version).text(text).toBytes());
        }
        rules = merged();
    }

    private static Map<String, Installed> parse(String name, long version, String text) {
        Map<String, Installed> parsed = new TreeMap<>();
        for (Rule rule : RuleSetParser.parse(name, text).rules()) {
            parsed.put(rule.id(), Installed.of(rule, name, version));
        }
        return parsed;
    }

    /** Of two files that have a rule of the same id, the one whose name sorts first counts. */
    private Map<String, Installed> merged() {
        Map<String, Installed> all = new TreeMap<>();
        files.values().forEach(file -> file.forEach(all::putIfAbsent));
        return all;
    }
}
