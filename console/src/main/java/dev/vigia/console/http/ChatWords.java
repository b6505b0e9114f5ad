package dev.vigia.console.http;

import dev.vigia.schemas.Language;
import java.text.MessageFormat;
import java.util.ResourceBundle;

/** What people are answered in chats, from {@code chat.properties} of their language. Thread-safe. */
final class ChatWords {

    private final Language language;
    private final ResourceBundle bundle;

    ChatWords(Language language) {
        this.language = language;
        // Without the fallback to the machine's own language, which would come before the English of the root.
        bundle = ResourceBundle.getBundle(
                ChatWords.class.getPackageName() + ".chat",
                language.locale(),
                ChatWords.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
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
        return new MessageFormat(bundle.getString(key), language.locale()).format(arguments);
    }

    /** The words of a key, where there are any. */
    String sayOr(String key, String otherwise) {
        return bundle.containsKey(key) ? say(key) : otherwise;
    }
}
