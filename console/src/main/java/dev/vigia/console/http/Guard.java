package dev.vigia.console.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import dev.vigia.console.ConsoleSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Keeps other web sites from acting or reading through somebody's browser. What changes something has to be of the same
 * origin, and JSON where it has a body, and the host has to be one that the console goes by, or a name that somebody points at 127.0.0.1 would be of
 * the same origin too.
 */
final class Guard extends SimpleDecoratingHttpService {

    private static final String HOOKS = "/hooks/";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Map<String, String> HEADERS = Map.of(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "x-content-type-options",
            "nosniff",
            "referrer-policy",
            "no-referrer",
            "cross-origin-opener-policy",
            "same-origin",
            "cross-origin-resource-policy",
            "same-origin");

    private final ConsoleSettings settings;
    private final boolean anyHost;

    Guard(HttpService delegate, ConsoleSettings settings) {
        super(delegate);
        this.settings = settings;
        this.anyHost = settings.allowedHosts().isEmpty() && !isLoopback(settings.host());
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        HEADERS.forEach((name, value) -> context.mutateAdditionalResponseHeaders(headers -> headers.set(name, value)));
        // Chats prove who they are by a signature; no browser can make one.
        if (context.path().startsWith(HOOKS)) return unwrap().serve(context, request);
        String authority = Objects.requireNonNullElse(request.authority(), "");
        if (!hostAllowed(authority)) {
            throw new ApiError(
                    HttpStatus.FORBIDDEN,
                    "host_not_allowed",
                    "The console does not go by '" + authority + "'; add the name to console.allowed_hosts.");
        }
        if (request.method() == HttpMethod.POST) requireJson(request);
        if (request.method() == HttpMethod.POST || request.method() == HttpMethod.DELETE) {
            requireSameOrigin(request, authority);
        }
        return unwrap().serve(context, request);
    }

    private boolean hostAllowed(String authority) {
        String host = authority.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return anyHost || LOOPBACK.contains(host) || settings.allowedHosts().contains(host);
    }

    private static void requireJson(HttpRequest request) {
        MediaType type = request.contentType();
        if (type == null || !type.is(MediaType.JSON)) {
            throw new ApiError(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, "not_json", "Send it with 'Content-Type: application/json'.");
        }
    }

    private static void requireSameOrigin(HttpRequest request, String authority) {
        String origin = request.headers().get(HttpHeaderNames.ORIGIN, "");
        if (!origin.isEmpty() && !authority.equalsIgnoreCase(authorityOf(origin))) {
            throw new ApiError(
                    HttpStatus.FORBIDDEN, "foreign_origin", "Pages of " + origin + " may not act on alerts here.");
        }
    }

    private static String authorityOf(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
