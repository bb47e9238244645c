package io.cornu.model;

import java.util.function.Predicate;

/** placeholder. */
final class Summary {
    private Summary() {}

    static String of(Architecture architecture, Predicate<String> isTrainable) {
        return architecture.name();
    }
}
