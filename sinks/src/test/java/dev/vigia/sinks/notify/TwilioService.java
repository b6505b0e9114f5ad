package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Twilio's Messages resource. */
final class TwilioService implements HttpPeer.Service {

    static final String ACCOUNT = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    static final String TOKEN = "t0kenOfTheAccount";

    @Override
    public Answer take(Received request) {
        require(request.method().equals("POST"), "20004");
        require(request.path().equals("/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json"), "20404");
        require(
                request.header("Content-Type").orElse("").startsWith("application/x-www-form-urlencoded"),
                "content type");
        String who = Base64.getEncoder().encodeToString((ACCOUNT + ":" + TOKEN).getBytes(StandardCharsets.UTF_8));
        require(request.header("Authorization").orElse("").equals("Basic " + who), "20003");
        Map<String, String> form = form(request.body());
        require(form.getOrDefault("To", "").matches("\\+[1-9]\\d{1,14}"), "21211");
        require(form.getOrDefault("From", "").matches("\\+[1-9]\\d{1,14}"), "21212");
        String body = form.getOrDefault("Body", "");
        require(!body.isBlank(), "21602");
        require(body.codePointCount(0, body.length()) <= 1_600, "21617");
        require(SmsText.segments(body) <= 3, "more than we pay for");
        return new Answer(201, "{\"sid\":\"SM0\",\"status\":\"queued\",\"error_code\":null}");
    }

    @Override
    public String text(Received request) {
        return form(request.body()).get("Body");
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String field : body.split("&")) {
            int equal = field.indexOf('=');
            require(equal > 0, "not a form");
            String name = URLDecoder.decode(field.substring(0, equal), StandardCharsets.UTF_8);
            String value = URLDecoder.decode(field.substring(equal + 1), StandardCharsets.UTF_8);
            require(form.put(name, value) == null, name + " is there twice");
        }
        return form;
    }
}
