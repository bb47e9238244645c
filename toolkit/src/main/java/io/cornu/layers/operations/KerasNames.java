package io.cornu.layers.operations;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Keras' classes of functions, which are called like them. */
final class KerasNames {
    private KerasNames() {}

    static String className(Enum<?> function) {
        return Arrays.stream(function.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
