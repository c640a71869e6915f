package dev.cairn.dal.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sqlite.core.NativeDB;

/** What the runtime takes for granted of the driver, and no other test would miss at once. */
class DriverTest {
    /** So SQLite's own lock can be left out. An interrupt only sets a flag, a version is a constant. */
    @Test
    void callsOfOneConnection_areOneAtATime() {
        assertThat(Arrays.stream(NativeDB.class.getDeclaredMethods())
                        .filter(m -> Modifier.isNative(m.getModifiers()))
                        .filter(m -> !Modifier.isSynchronized(m.getModifiers()) || Modifier.isStatic(m.getModifiers()))
                        .map(Method::getName))
                .containsExactlyInAnyOrder("interrupt", "libversion_utf8");
    }
}
