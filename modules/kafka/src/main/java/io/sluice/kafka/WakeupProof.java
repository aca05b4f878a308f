package io.sluice.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * A consumer's face to the work. The loop wakes the consumer to run tasks; a wakeup that comes when
 * the poll has just ended would hit the next call that waits, such as a commit. Here such a call is
 * made again, so that the work never meets a wakeup.
 */
record WakeupProof(Consumer<byte[], byte[]> consumer) implements InvocationHandler {
    @SuppressWarnings("unchecked")
    static Consumer<byte[], byte[]> of(Consumer<byte[], byte[]> consumer) {
        return (Consumer<byte[], byte[]>)
                Proxy.newProxyInstance(
                        WakeupProof.class.getClassLoader(),
                        new Class<?>[] {Consumer.class},
                        new WakeupProof(consumer));
    }

    @Override
    public @Nullable Object invoke(
            Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        while (true) {
            try {
                return method.invoke(consumer, arguments);
            } catch (InvocationTargetException failed) {
                if (!(failed.getTargetException() instanceof WakeupException)) {
                    throw failed.getTargetException();
                }
            }
        }
    }
}
