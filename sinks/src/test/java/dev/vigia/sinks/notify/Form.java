package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * A form with files (RFC 7578), read as Telegram's servers do.
 *
 * @param fields what is no file; JSON where it reads as such
 */
record Form(ObjectNode fields, Map<String, byte[]> files) {

    private static final Pattern TYPE =
            Pattern.compile("multipart/form-data; ?boundary=\"?([0-9A-Za-z'()+_,./:=?-]{1,70})\"?");
    private static final Pattern NAMES =
            Pattern.compile("(?m)^Content-Disposition: form-data; name=\"(\\w+)\"(; filename=\"([^\"]+)\")?$");

    static Form of(Received request) {
        require(request.method().equals("POST"), "Bad Request: method");
        Matcher type = TYPE.matcher(request.header("Content-Type").orElse(""));
        require(type.matches(), "Bad Request: boundary not found");
        String line = "--" + type.group(1);
        String body = new String(request.content(), StandardCharsets.ISO_8859_1);
        require(body.startsWith(line + "\r\n"), "Bad Request: no part");
        require(body.stripTrailing().endsWith("\r\n" + line + "--"), "Bad Request: no end");
        Form form = new Form(JsonNodeFactory.instance.objectNode(), new HashMap<>());
        String[] parts = ("\r\n" + body).split(Pattern.quote("\r\n" + line), -1);
        for (int i = 1; i < parts.length - 1; i++) form.take(parts[i]);
        return form;
    }

    private void take(String part) {
        int end = part.indexOf("\r\n\r\n");
        require(part.startsWith("\r\n") && end > 0, "Bad Request: headers in multipart/form-data are empty");
        String head = part.substring(2, end).replace("\r\n", "\n");
        require(!head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding"), "Bad Request: encoded part");
        Matcher names = NAMES.matcher(head);
        require(names.find(), "Bad Request: field name in multipart/form-data not found");
        byte[] content = part.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        if (names.group(3) != null) {
            require(files.put(names.group(1), content) == null, "Bad Request: twice");
            return;
        }
        String text = new String(content, StandardCharsets.UTF_8);
        require(!fields.has(names.group(1)), "Bad Request: twice");
        if (text.startsWith("{")) fields.set(names.group(1), Strict.json(text, "Bad Request: " + names.group(1)));
        else fields.put(names.group(1), text);
    }

    /** What Telegram takes for a photo: at most 10 MB, 10,000 pixels in width and height together, and 20 times as wide as high. */
    void requirePhoto(String name) {
        byte[] file = files.getOrDefault(name, new byte[0]);
        require(file.length > 0 && file.length <= 10_000_000, "Bad Request: there is no photo in the request");
        BufferedImage image;
        try {
            image = ImageIO.read(new ByteArrayInputStream(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("Bad Request: IMAGE_PROCESS_FAILED", e);
        }
        require(image != null, "Bad Request: IMAGE_PROCESS_FAILED");
        require(image.getWidth() + image.getHeight() <= 10_000, "Bad Request: PHOTO_INVALID_DIMENSIONS");
        require(image.getWidth() <= 20 * image.getHeight(), "Bad Request: PHOTO_INVALID_DIMENSIONS");
    }
}
