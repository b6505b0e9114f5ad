package dev.vigia.sinks.notify;

import org.apache.kafka.common.config.ConfigException;

/** A setting that is wrong. Says no value that may be secret. */
final class WrongSettingException extends ConfigException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final String what;

    /**
     * @param key as the connector has it
     * @param what is wrong with it, and the way out
     */
    WrongSettingException(String key, String what) {
        super(key + ": " + what);
        this.key = key;
        this.what = what;
    }

    String key() {
        return key;
    }

    String what() {
        return what;
    }
}
