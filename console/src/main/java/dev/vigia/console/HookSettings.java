package dev.vigia.console;

/**
 * The section {@code console.hooks}: what proves that a request comes from a chat, where people acknowledge and resolve. A hook
 * without its secret is not there. No secret is shown by {@code toString}.
 */
public record HookSettings(Slack slack, WhatsApp whatsapp, Telegram telegram) {

    public HookSettings {
        slack = slack == null ? new Slack("") : slack;
        whatsapp = whatsapp == null ? new WhatsApp("", "") : whatsapp;
        telegram = telegram == null ? new Telegram("") : telegram;
    }

    /** No hooks. */
    public static HookSettings none() {
        return new HookSettings(new Slack(""), new WhatsApp("", ""), new Telegram(""));
    }

    /** @param signingSecret of the Slack app, under Basic Information */
    public record Slack(String signingSecret) {

        public Slack {
            signingSecret = text(signingSecret);
        }

        public boolean isSet() {
            return !signingSecret.isEmpty();
        }

        @Override
        public String toString() {
            return "Slack[isSet=" + isSet() + "]";
        }
    }

    /**
     * @param appSecret of the Meta app, with which it signs
     * @param verifyToken a text of one's own, which Meta shows once, when the address is entered there
     */
    public record WhatsApp(String appSecret, String verifyToken) {

        public WhatsApp {
            appSecret = text(appSecret);
            verifyToken = text(verifyToken);
        }

        public boolean isSet() {
            return !appSecret.isEmpty();
        }

        @Override
        public String toString() {
            return "WhatsApp[isSet=" + isSet() + "]";
        }
    }

    /** @param secretToken what was given to {@code setWebhook} */
    public record Telegram(String secretToken) {

        public Telegram {
            secretToken = text(secretToken);
        }

        public boolean isSet() {
            return !secretToken.isEmpty();
        }

        @Override
        public String toString() {
            return "Telegram[isSet=" + isSet() + "]";
        }
    }

    private static String text(String value) {
        return value == null ? "" : value.strip();
    }
}
