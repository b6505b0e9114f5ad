package dev.vigia.sinks.notify;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The settings {@code receivers.<name>.…} of one receiver. What it throws names the key, and shows no value that may be secret. */
record ReceiverSettings(String name, Map<String, String> settings) {

    static final String PREFIX = "receivers.";

    private static final String AUTHORIZATION = "Authorization";

    /** @param known names of settings; one that ends in a dot is the beginning of many */
    void requireOnly(String kind, Set<String> known) {
        for (String key : settings.keySet()) {
            boolean one = known.contains(key)
                    || known.stream().anyMatch(prefix -> prefix.endsWith(".") && key.startsWith(prefix));
            if (!one) throw wrong(key, "there is no such setting of " + kind + ": " + known);
        }
    }

    String required(String key) {
        return optional(key).orElseThrow(() -> wrong(key, "has to be set"));
    }

    /** Without a value it is as if it were not there. */
    Optional<String> optional(String key) {
        return Optional.ofNullable(settings.get(key)).filter(value -> !value.isBlank());
    }

    URI url() {
        return url(required("url"));
    }

    URI url(String text) {
        return url("url", text);
    }

    /** @param key what errors call it */
    URI url(String key, String text) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())) return url;
        } catch (IllegalArgumentException e) {
            // Said below; the value itself may be a secret.
        }
        throw wrong(key, "not an http or https URL");
    }

    /** One of the constants, in lower case and with dashes. */
    <E extends Enum<E>> E oneOf(String key, E preset) {
        String text = optional(key).orElse(word(preset));
        E[] all = preset.getDeclaringClass().getEnumConstants();
        for (E constant : all) {
            if (word(constant).equals(text)) return constant;
        }
        StringBuilder words = new StringBuilder();
        for (E constant : all) words.append(words.isEmpty() ? "" : ", ").append(word(constant));
        throw wrong(key, "'" + text + "' is none of " + words);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int number(String key, int preset, int least, int most) {
        Optional<String> text = optional(key);
        if (text.isEmpty()) return preset;
        int number = text.get().matches("\\d{1,9}") ? Integer.parseInt(text.get()) : -1;
        if (number < least || number > most) {
            throw wrong(key, "'" + text.get() + "' is not a number from " + least + " to " + most);
        }
        return number;
    }

    /** The settings {@code headers.<header>}; {@code bearer}, or {@code username} and {@code password}, as the header that they are. */
    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        optional("bearer")
                .ifPresent(token -> headers.put(AUTHORIZATION, header("bearer", AUTHORIZATION, "Bearer " + token)));
        optional("username").ifPresent(user -> headers.put(AUTHORIZATION, basic(user, required("password"))));
        settings.forEach((key, value) -> {
            if (!key.startsWith("headers.") || value.isBlank()) return;
            String header = key.substring("headers.".length());
            if (headers.containsKey(header)) throw wrong(key, "is there already, by another setting");
            headers.put(header, header(key, header, value));
        });
        return headers;
    }

    private static String basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private String header(String key, String header, String value) {
        try {
            HttpRequest.newBuilder().header(header, value);
        } catch (IllegalArgumentException e) {
            // Its message has the value.
            throw wrong(key, "cannot be a header of a request");
        }
        return value;
    }

    /** All values that are kept from whoever reads an outcome. */
    Secrets secrets() {
        Stream<String> values = settings.entrySet().stream()
                .filter(setting -> secret(setting.getKey()))
                .flatMap(setting -> Stream.concat(
                        Stream.of(setting.getValue()),
                        Arrays.stream(setting.getValue().split("\\s+"))));
        Optional<String> basic = optional("username")
                .flatMap(user -> optional("password")
                        .map(password -> basic(user, password).substring("Basic ".length())));
        return Secrets.of(Stream.concat(values, basic.stream()).toArray(String[]::new));
    }

    private static boolean secret(String key) {
        return key.startsWith("headers.")
                || Set.of("bearer", "secret", "routing_key").contains(key)
                || key.contains("token")
                || key.contains("password");
    }

    WrongSettingException wrong(String key, String what) {
        return new WrongSettingException(PREFIX + name + "." + key, what);
    }

    @Override
    public String toString() {
        return PREFIX + name + settings.keySet();
    }
}
