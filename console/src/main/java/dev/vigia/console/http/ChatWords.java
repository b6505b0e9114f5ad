package dev.vigia.console.http;

import dev.vigia.schemas.Language;
import dev.vigia.schemas.Translations;

/** What people are answered in chats, from {@code chat.properties} of their language. Thread-safe. */
final class ChatWords {

    private final Translations translations;

    ChatWords(Language language) {
        translations = new Translations(ChatWords.class, "chat", language);
    }

    /** Of who says which language is theirs, as BCP 47 has it; these words where that is not said, or there are none in it. */
    ChatWords of(String tag) {
        String spoken = tag.split("-", 2)[0];
        for (Language one : Language.values()) {
            if (one.locale().getLanguage().equalsIgnoreCase(spoken)) return new ChatWords(one);
        }
        return this;
    }

    /** The words of a key with the arguments in their places. */
    String say(String key, Object... arguments) {
        return translations.say(key, arguments);
    }

    /** The words of a key, where there are any. */
    String sayOr(String key, String otherwise) {
        return translations.sayOr(key, otherwise);
    }
}
