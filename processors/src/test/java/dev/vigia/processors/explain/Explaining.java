package dev.vigia.processors.explain;

import dev.vigia.processors.TestRegistry;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.serde.RegistryClient;
import java.io.IOException;

/** An explainer, and the registry that it asks. */
final class Explaining implements AutoCloseable {

    private final TestRegistry server = new TestRegistry();
    final RegistryClient registry = server.client();
    final Explainer explainer = new Explainer(RandomInstallation.KAFKA, RandomInstallation.LIMITS, registry);

    Explaining() throws IOException {}

    Explanation explain(RandomInstallation installation, Alert alert) {
        return explainer.explain(alert, 1_000, () -> false, installation, installation.versions());
    }

    @Override
    public void close() {
        registry.close();
        server.close();
    }
}
