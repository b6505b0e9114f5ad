package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.util.Set;

/** Messages of the WhatsApp Cloud API, with one approved template of four places. */
final class WhatsAppService implements HttpPeer.Service {

    static final String TOKEN = "EAAs3cretAccessToken";
    static final String TO = "5511999999999";
    static final String PHONE = "106540352242922";
    static final String PATH = "/v23.0/" + PHONE + "/messages";

    @Override
    public Answer take(Received request) {
        require(request.header("Authorization").orElse("").equals("Bearer " + TOKEN), "190 invalid access token");
        require(request.path().equals(PATH), "100 unsupported post request");
        JsonNode message = Strict.json(request, "100 invalid parameter");
        Strict.fields(
                message, Set.of("messaging_product", "recipient_type", "to", "type", "template"), "100 unexpected key");
        require(message.path("messaging_product").asText().equals("whatsapp"), "100 messaging_product");
        require(message.path("to").asText().equals(TO), "131026 message undeliverable");
        JsonNode template = message.path("template");
        require(template.path("name").asText().equals("vigia_alert"), "132001 template does not exist");
        require(template.path("language").path("code").asText().equals("pt_BR"), "132001 not in this language");
        Strict.onlyText(message);
        JsonNode body = template.path("components").path(0);
        require(body.path("type").asText().equals("body"), "100 component");
        require(body.path("parameters").size() == 4, "132000 number of parameters does not match");
        int all = 50;
        for (JsonNode parameter : body.path("parameters")) {
            require(parameter.path("type").asText().equals("text"), "132012 parameter format");
            String text = Strict.text(parameter, "text", 1_024, "132005");
            require(!text.isBlank(), "131008 parameter is empty");
            require(!text.matches("(?s).*([\n\r\t\u2028]| {5}).*"), "132018 new-line, tab or more than 4 spaces");
            all += text.length();
        }
        require(all <= 1_024, "132005 translated text too long");
        return new Answer(
                200,
                "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"" + TO + "\",\"wa_id\":\"" + TO
                        + "\"}],\"messages\":[{\"id\":\"wamid.HBgNNTUx\"}]}");
    }

    @Override
    public Answer refusal(String words) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode error = answer.putObject("error")
                .put("message", "(#" + words.split(" ")[0] + ") " + words)
                .put("type", "OAuthException")
                .put("code", Integer.parseInt(words.split("[ :]")[0]));
        error.putObject("error_data").put("messaging_product", "whatsapp").put("details", words);
        return new Answer(words.startsWith("190") ? 401 : 400, answer.toString());
    }
}
