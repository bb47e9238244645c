package io.cornu.savedmodels.keras;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made when it is first asked for, and once.
 *
 * @param <T> its class
 */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<? extends T> make;
    private @Nullable T value;

    Lazy(Supplier<? extends T> make) {
        this.make = make;
    }

    static <T> Lazy<T> of(T value) {
        return new Lazy<>(() -> value);
    }

    @Override
    public synchronized T get() {
        T made = value;
        if (made == null) {
            made = make.get();
            value = made;
        }
        return made;
    }
}
