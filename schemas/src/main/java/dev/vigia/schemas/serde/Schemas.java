package dev.vigia.schemas.serde;

import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import org.apache.avro.Schema;

/** Puts the schemas of the topics into the registry. */
public final class Schemas {

    private Schemas() {}

    /**
     * Registers the schema of each topic and sets how it may change. Doing it again, or from two processes at once, does no
     * harm.
     *
     * @throws RegistryUnavailableException when the registry does not answer
     * @throws org.apache.kafka.common.errors.SerializationException when a registered version is incompatible; the message
     *     names the subject
     */
    public static void install(RegistryClient registry, Topics topics) {
        for (Topic topic : topics.all()) {
            if (topic.schema().isPresent())
                install(registry, topic, topic.schema().get());
        }
    }

    // A registry may refuse settings for a subject that has no version yet: the version comes first.
    private static void install(RegistryClient registry, Topic topic, Schema schema) {
        registry.register(topic.subject(), schema);
        registry.setCompatibility(topic.subject(), compatibility(topic.visibility()));
    }

    /** Confluent's name for how versions of a schema may differ. */
    static String compatibility(Topic.Visibility visibility) {
        return switch (visibility) {
            case PUBLIC -> "FULL_TRANSITIVE";
            case INTERNAL -> "BACKWARD_TRANSITIVE";
        };
    }
}
