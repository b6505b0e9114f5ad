package dev.vigia.schemas;

import java.text.MessageFormat;
import java.util.ResourceBundle;

/** Words in a language, from {@code NAME.properties} beside a class and {@code NAME_<tag>.properties}. Thread-safe. */
public final class Translations {

    private final Language language;
    private final ResourceBundle bundle;

    /**
     * Reads the files.
     *
     * @param name of the files, without the language
     * @throws java.util.MissingResourceException when there is none
     */
    public Translations(Class<?> beside, String name, Language language) {
        this.language = language;
        // Without the fallback to the machine's own language, which would come before the English of the root.
        this.bundle = ResourceBundle.getBundle(
                beside.getPackageName() + "." + name,
                language.locale(),
                beside.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /**
     * The words of a key with the arguments in their places ({@link MessageFormat}).
     *
     * @throws java.util.MissingResourceException when there is no such key
     */
    public String say(String key, Object... arguments) {
        return new MessageFormat(raw(key), language.locale()).format(arguments);
    }

    /** The words of a key, where there are any. */
    public String sayOr(String key, String otherwise) {
        return bundle.containsKey(key) ? say(key) : otherwise;
    }

    /**
     * What stands there, as it is.
     *
     * @throws java.util.MissingResourceException when there is no such key
     */
    public String raw(String key) {
        return bundle.getString(key);
    }
}
