package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.savedmodels.keras.KerasCodec.Required;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What makes a value of its required options, with all others at their defaults.
 *
 * @param <T> the class
 * @param required the options, for writing
 * @param read makes a value of what a file says
 * @param defaults makes a value of the required options of another
 */
record KerasStart<T>(List<Required<T, ?>> required, Function<ConfigObject, T> read, Function<T, T> defaults) {
    static <T> KerasStart<T> of(Supplier<T> make) {
        return new KerasStart<>(List.of(), config -> make.get(), value -> make.get());
    }

    static <T, A> KerasStart<T> of(Required<T, A> option, Function<A, T> make) {
        return new KerasStart<>(
                List.of(option),
                config -> make.apply(option.read(config)),
                value -> make.apply(option.get().apply(value)));
    }

    static <T, A, B> KerasStart<T> of(Required<T, A> first, Required<T, B> second, BiFunction<A, B, T> make) {
        return new KerasStart<>(
                List.of(first, second),
                config -> make.apply(first.read(config), second.read(config)),
                value -> make.apply(first.get().apply(value), second.get().apply(value)));
    }

    static <T, A, B, C> KerasStart<T> of(
            Required<T, A> first, Required<T, B> second, Required<T, C> third, Three<A, B, C, T> make) {
        return new KerasStart<>(
                List.of(first, second, third),
                config -> make.apply(first.read(config), second.read(config), third.read(config)),
                value -> make.apply(
                        first.get().apply(value),
                        second.get().apply(value),
                        third.get().apply(value)));
    }

    /** A function of three values. */
    @FunctionalInterface
    interface Three<A, B, C, T> {
        T apply(A first, B second, C third);
    }

    void write(T value, ObjectNode config, KerasRegistry registry) {
        required.forEach(option -> option.write(value, config, registry));
    }
}
