package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.dispatch.Sending.Progress;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.processors.state.Key;
import dev.vigia.schemas.avro.Severity;
import org.junit.jupiter.api.Test;

/** State of a release that noted nobody whom it called is of nobody in particular. */
class OldLayoutTest {

    private static final String EPISODE = "0123456789abcdef";
    private static final Item ITEM = new Item("a", EPISODE, 3, Reason.RESOLVED, Severity.HIGH, 2, Reader.ANYBODY);
    private static final Reader ANA = new Reader("ana", "pt-BR", "America/Sao_Paulo");

    @Test
    void item_isRead() {
        byte[] before = new Encoder(1)
                .text("a")
                .text(EPISODE)
                .number(3)
                .text("RESOLVED")
                .text("HIGH")
                .number(2)
                .toBytes();

        assertThat(Item.decode(before)).isEqualTo(ITEM);
        assertThat(Item.decode(ITEM.to(ANA).encode()).reader()).isEqualTo(ANA);
    }

    @Test
    void known_isRead() {
        byte[] before = new Encoder(1)
                .text("group")
                .number(2)
                .text("HIGH")
                .flag(false)
                .flag(true)
                .flag(false)
                .number(1)
                .text("n1")
                .number(0)
                .toBytes();

        Known known = Known.decode(before);
        assertThat(known)
                .isEqualTo(Known.nothing(ITEM)
                        .told(ITEM, "group")
                        .with("n0", Progress.DELIVERED)
                        .with("n1", Progress.UNDER_WAY));
        assertThat(known.reader()).isEqualTo(Reader.ANYBODY);
    }

    @Test
    void known_ofTheLayoutWithAReader_isRead() {
        Encoder before = new Encoder(2).text("group").number(2).text("HIGH");
        before.flag(false).flag(false).flag(true).number(0).number(0);
        ANA.encode(before);

        Known known = Known.decode(before.toBytes());
        assertThat(known)
                .isEqualTo(
                        Known.nothing(ITEM.to(ANA)).told(ITEM.to(ANA), "group").with("n0", Progress.FAILED));
        assertThat(known.isToCatchUp()).isTrue();
        assertThat(Known.decode(known.catchingUp().encode()).isToCatchUp()).isFalse();
    }

    @Test
    void whoWasToldThatItIsOver_isRead() {
        HeapStore store = new HeapStore();
        byte[] key = Key.of('L')
                .hash(Long.parseUnsignedLong(EPISODE, 16))
                .text("sms")
                .bytes();
        store.put(key, new Encoder(1).number(2).toBytes());

        assertThat(new Ended(store).take(EPISODE)).containsExactly(new Ended.Receipt("sms", 2, Reader.ANYBODY));
    }

    @Test
    void known_isForWhomItCalledLast_unlessItWasToldBefore() {
        Reader ben = new Reader("ben", "", "UTC");

        assertThat(Known.nothing(ITEM.to(ANA)).told(ITEM.to(ben), "").reader()).isEqualTo(ben);
        assertThat(Known.nothing(ITEM.to(ANA)).told(ITEM, "").reader()).isEqualTo(ANA);
        assertThat(Known.nothing(ITEM).told(ITEM.to(ANA), "").reader()).isEqualTo(Reader.ANYBODY);
    }
}
