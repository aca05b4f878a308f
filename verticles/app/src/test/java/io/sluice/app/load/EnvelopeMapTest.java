package io.sluice.app.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

class EnvelopeMapTest {
    private static final String SPEC =
            "ts=/created_at,evname=/type,body=/payload,id=/id,entype=github";

    @Test
    void copiesValuesByteForByte() {
        String event =
                "{\"id\":\"7\",\"type\":\"Push\\u0045\",\"payload\":{\"n\": 1.50e3 ,\"ü\":[ ]},"
                        + "\"created_at\":\"2023-04-08T05:14:40Z\"}";
        assertThat(map(SPEC, event).replaceFirst("^\\{ ?", "{"))
                .isEqualTo(
                        "{\"ts\":\"2023-04-08T05:14:40Z\",\"evname\":\"Push\\u0045\","
                                + "\"body\":{\"n\": 1.50e3 ,\"ü\":[ ]},\"id\":\"7\","
                                + "\"entype\":\"github\"}");
    }

    @Test
    void whatCannotBeMappedStaysAsItIs() {
        for (String event :
                new String[] {
                    "{\"id\":1}", "not json", "[1]", "{\"type\":\"a\"", "{\"a\":\"\\ud800\"}"
                }) {
            assertThat(map(SPEC, event)).isEqualTo(event);
        }
    }

    @Test
    void anIdMayBeAbsent() {
        assertThat(
                        map(
                                SPEC,
                                "{\"type\":\"a\",\"payload\":{},\"created_at\":\"2023-04-08T05:14:40Z\"}"))
                .startsWith("{")
                .contains("\"body\":{}")
                .contains("\"entype\":\"github\"");
    }

    @Test
    void pointersReachInto() {
        String event = "{\"a/b\":{\"m~n\":\"x\"},\"t\":\"2023-04-08T05:14:40Z\",\"b\":{}}";
        assertThat(map("ts=/t,entype=e,evname=/a~1b/m~0n,body=/b", event))
                .contains("\"evname\":\"x\"");
    }

    @Test
    void pointersCountItemsAndNoneIsTheEventItself() {
        String event = "{\"a\":[7,{\"t\":\"2023-04-08T05:14:40Z\"}],\"n\":\"x\"}";
        assertThat(map("ts=/a/1/t,entype=e,evname=/n,body=", event))
                .contains("\"ts\":\"2023-04-08T05:14:40Z\"")
                .contains("\"body\":" + event);
        assertThat(map("ts=/a/2/t,entype=e,evname=/n,body=", event)).isEqualTo(event);
        assertThat(map("ts=/a/01/t,entype=e,evname=/n,body=", event)).isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ts=/t",
                "ts=/t,entype=e,evname=n,body=/b,what=/x",
                "ts=/t,ts=/t,entype=e,evname=n,body=/b",
                "nonsense",
                "ts=/t,entype=e,evname=n,body=constant"
            })
    void saysWhatIsWrong(String spec) {
        assertThatThrownBy(() -> EnvelopeMap.parse(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--map");
    }

    private static String map(String spec, String event) {
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EnvelopeMap.parse(spec).write(bytes, 0, bytes.length, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
