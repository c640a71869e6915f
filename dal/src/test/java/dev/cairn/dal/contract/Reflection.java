package dev.cairn.dal.contract;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Calls what only generated code knows by name; what a call throws comes out as it is. */
final class Reflection {
    private Reflection() {}

    @FunctionalInterface
    private interface Reflective {
        @Nullable
        Object run() throws ReflectiveOperationException;
    }

    private static @Nullable Object unwrapped(Reflective call) {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the generated class is not as expected", e);
        }
    }

    static @Nullable Object call(Method method, Object target, @Nullable Object... arguments) {
        return unwrapped(() -> method.invoke(target, arguments));
    }

    /** The public method that these arguments fit. */
    static @Nullable Object call(Object target, String name, @Nullable Object... arguments) {
        for (Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && fits(method, arguments)) {
                return call(method, target, arguments);
            }
        }
        throw new AssertionError("no method " + name + " of " + target.getClass() + " takes these arguments");
    }

    private static boolean fits(Method method, @Nullable Object... arguments) {
        Class<?>[] types = method.getParameterTypes();
        boolean fits = types.length == arguments.length;
        for (int i = 0; fits && i < types.length; i++) {
            fits = boxed(types[i]).isInstance(arguments[i]);
        }
        return fits;
    }

    static <T> T create(Class<T> type, Class<?> parameter, Object argument) {
        return notNull(type.cast(unwrapped(() -> {
            Constructor<?> constructor = type.getDeclaredConstructor(parameter);
            constructor.setAccessible(true);
            return constructor.newInstance(argument);
        })));
    }

    static <T> T create(Class<T> type) {
        return notNull(type.cast(unwrapped(() -> type.getConstructor().newInstance())));
    }

    static @Nullable Object field(Class<?> type, @Nullable Object target, String name) {
        return unwrapped(() -> {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(target);
        });
    }

    static Class<?> type(String name) {
        return (Class<?>) notNull(unwrapped(() -> Class.forName(name)));
    }

    static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    static <T> T notNull(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("there is no value");
        }
        return value;
    }
}
