package dev.vigia.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** Reads durations as {@link Durations} has them. */
public final class DurationModule extends SimpleModule {

    @Serial
    private static final long serialVersionUID = 1;

    public DurationModule() {
        addDeserializer(Duration.class, new FromText());
    }

    private static final class FromText extends FromStringDeserializer<Duration> {

        @Serial
        private static final long serialVersionUID = 1;

        FromText() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return Durations.parse(parser.getValueAsString(""));
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(parser.getValueAsString(""), Duration.class, e.getMessage());
            }
        }

        @Override
        protected Duration _deserialize(String text, DeserializationContext context) {
            return Durations.parse(text);
        }
    }
}
