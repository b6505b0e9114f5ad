package dev.vigia.console.http;

import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.file.FileService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The files of the web page, from the class path, with ETags. */
final class Page {

    private static final String FILES = "dev/vigia/console/web";

    private Page() {}

    static void addTo(ServerBuilder server) {
        server.serviceUnder(
                "/lib/d3",
                files(d3(), ServerCacheControl.builder().maxAgeSeconds(86_400).build()));
        server.serviceUnder("/", files(FILES, ServerCacheControl.REVALIDATED));
    }

    private static HttpService files(String root, ServerCacheControl caching) {
        return FileService.builder(Page.class.getClassLoader(), root)
                .cacheControl(caching)
                .build()
                .orElse((context, request) -> {
                    throw ApiError.notFound("There is no " + context.path() + ".");
                });
    }

    private static String d3() {
        Properties build = new Properties();
        try (InputStream in = Page.class.getResourceAsStream("/dev/vigia/console/build.properties")) {
            if (in != null) build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "META-INF/resources/webjars/d3/" + build.getProperty("d3") + "/dist";
    }
}
