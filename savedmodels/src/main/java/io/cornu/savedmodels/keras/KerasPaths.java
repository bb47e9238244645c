package io.cornu.savedmodels.keras;

import io.cornu.model.Architecture;
import io.cornu.model.Sequential;
import io.cornu.optimizers.LossScaleOptimizer;
import io.cornu.optimizers.MultiOptimizer;
import io.cornu.optimizers.Optimizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Expressions for the paths of weights, which begin with the model's name in Keras if it is a {@code Sequential}, and
 * never here.
 *
 * @param prefix the name and a slash; empty if paths are the same
 */
record KerasPaths(String prefix) {
    static KerasPaths of(Architecture architecture) {
        return new KerasPaths(architecture instanceof Sequential ? architecture.name() + "/" : "");
    }

    Optimizer toFile(Optimizer optimizer) {
        return translated(optimizer, pattern -> prefix.isEmpty() ? pattern : prefix + group(pattern));
    }

    Optimizer fromFile(Optimizer optimizer, Place place) {
        return translated(optimizer, pattern -> {
            if (pattern.startsWith(prefix)) {
                String rest = pattern.substring(prefix.length());
                boolean isGroup = rest.startsWith("(?:") && rest.endsWith(")") && rest.contains("|");
                return isGroup && !prefix.isEmpty() ? rest.substring(3, rest.length() - 1) : rest;
            }
            if (pattern.startsWith(".*")) {
                return pattern;
            }
            throw place.error("expected expressions that begin with '" + prefix + "' or '.*', received '"
                    + Place.shortened(pattern) + "', which fits no weight of this model.");
        });
    }

    /** An expression of alternatives must not be cut by what comes before it. */
    private static String group(String pattern) {
        return pattern.contains("|") ? "(?:" + pattern + ")" : pattern;
    }

    private static Optimizer translated(Optimizer optimizer, UnaryOperator<String> translation) {
        if (optimizer instanceof LossScaleOptimizer scaling) {
            return scaling.withInner(translated(scaling.inner(), translation));
        }
        if (optimizer instanceof MultiOptimizer multi) {
            Map<String, Optimizer> byPattern = new LinkedHashMap<>();
            multi.byPattern().forEach((pattern, each) -> byPattern.put(translation.apply(pattern), each));
            return multi.withByPattern(byPattern);
        }
        return optimizer;
    }
}
