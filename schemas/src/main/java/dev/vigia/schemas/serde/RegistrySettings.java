package dev.vigia.schemas.serde;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where the registry is and how it lets us in, from Confluent's configuration keys.
 *
 * @param urls base URLs without a slash at the end; at least one
 * @param authorization value of the {@code Authorization} header
 */
record RegistrySettings(List<URI> urls, Optional<String> authorization, Duration connectTimeout, Duration readTimeout) {

    static final String URL = "schema.registry.url";
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /** @throws ConfigException naming the key that is wrong */
    static RegistrySettings of(Map<String, ?> config) {
        List<URI> urls = new ArrayList<>();
        Optional<String> userOfUrl = Optional.empty();
        for (String url : text(config, URL).orElse("").split(",")) {
            if (url.isBlank()) continue;
            URI uri = uri(url.strip());
            if (uri.getUserInfo() != null) userOfUrl = Optional.of(uri.getUserInfo());
            urls.add(withoutUser(uri));
        }
        if (urls.isEmpty()) throw new ConfigException(URL + " is not set; write for instance http://localhost:8081");
        return new RegistrySettings(
                List.copyOf(urls),
                authorization(config, userOfUrl),
                millis(config, "http.connect.timeout.ms"),
                millis(config, "http.read.timeout.ms"));
    }

    private static Optional<String> authorization(Map<String, ?> config, Optional<String> userOfUrl) {
        Optional<String> token = text(config, "bearer.auth.token");
        if (token.isPresent()) return token.map(value -> "Bearer " + value);
        String source = text(config, "basic.auth.credentials.source").orElse("URL");
        return switch (source) {
            case "URL" -> userOfUrl.map(RegistrySettings::basic);
            case "USER_INFO" ->
                Optional.of(basic(text(config, "basic.auth.user.info")
                        .or(() -> text(config, "schema.registry.basic.auth.user.info"))
                        .orElseThrow(() -> new ConfigException(
                                "basic.auth.user.info is not set, but basic.auth.credentials.source is USER_INFO"))));
            default ->
                throw new ConfigException("basic.auth.credentials.source is '" + source + "'; known: URL, USER_INFO");
        };
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    private static URI uri(String url) {
        try {
            URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            String scheme = String.valueOf(uri.getScheme());
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) return uri;
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new ConfigException(URL + ": '" + url + "' is not a URL; write for instance http://localhost:8081");
    }

    private static URI withoutUser(URI uri) {
        return uri.getUserInfo() == null ? uri : URI.create(uri.toString().replace(uri.getRawUserInfo() + "@", ""));
    }

    private static Duration millis(Map<String, ?> config, String key) {
        try {
            return text(config, key)
                    .map(value -> Duration.ofMillis(Long.parseLong(value)))
                    .orElse(DEFAULT_TIMEOUT);
        } catch (NumberFormatException e) {
            throw new ConfigException(key + " is '" + config.get(key) + "'; a number of milliseconds is wanted");
        }
    }

    /** A setting as text; empty when it is not there or blank. */
    static Optional<String> text(Map<String, ?> config, String key) {
        Object value = config.get(key);
        if (value instanceof List<?> list)
            value = String.join(",", list.stream().map(String::valueOf).toList());
        return Optional.ofNullable(value).map(Object::toString).filter(text -> !text.isBlank());
    }

    /** @throws ConfigException when it is neither true nor false */
    static boolean flag(Map<String, ?> config, String key, boolean fallback) {
        return text(config, key)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new ConfigException(key + " is '" + value + "'; true or false is wanted");
                })
                .orElse(fallback);
    }
}
