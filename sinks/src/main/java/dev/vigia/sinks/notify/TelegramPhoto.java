package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A picture for {@code sendPhoto} of Telegram's Bot API.
 *
 * @param fields its caption and what else goes with it
 */
record TelegramPhoto(ObjectNode fields, byte[] png) {

    /** What Telegram reads a file from: a form of which a field that is no text is JSON. */
    FormData form() {
        FormData form = new FormData();
        fields.properties()
                .forEach(field -> form.add(
                        field.getKey(),
                        field.getValue().isTextual()
                                ? field.getValue().textValue()
                                : field.getValue().toString()));
        return form.add("photo", "chart.png", "image/png", png);
    }
}
