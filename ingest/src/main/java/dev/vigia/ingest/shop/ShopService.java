package dev.vigia.ingest.shop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The services of the shop. */
enum ShopService {
    STOREFRONT("4.12.0", Language.JAVASCRIPT),
    CATALOG("2.31.4", Language.JAVA),
    SEARCH("1.9.2", Language.PYTHON),
    CART("3.2.0", Language.JAVA),
    CHECKOUT("5.0.1", Language.JAVA),
    PAYMENT("2.7.3", Language.PYTHON),
    SHIPPING("1.15.0", Language.JAVASCRIPT),
    AUTH("3.8.1", Language.JAVA);

    enum Language {
        JAVA,
        PYTHON,
        JAVASCRIPT
    }

    private static final int INSTANCES = 2;

    private final String version;
    private final Language language;

    ShopService(String version, Language language) {
        this.version = version;
        this.language = language;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Language language() {
        return language;
    }

    /** @param random any number; chooses the instance */
    void describe(ObjectNode json, int random) {
        String instance = word() + "-" + (Math.floorMod(random, INSTANCES) + 1);
        json.put("service", word());
        json.putObject("resource")
                .put("service.version", version)
                .put("service.instance.id", instance)
                .put("host.name", instance)
                .put("deployment.environment.name", "demo")
                .put(
                        "telemetry.sdk.language",
                        language == Language.JAVASCRIPT
                                ? "nodejs"
                                : language.name().toLowerCase(Locale.ROOT));
    }
}
