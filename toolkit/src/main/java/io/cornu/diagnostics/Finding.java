package io.cornu.diagnostics;

import java.util.Locale;

/**
 * One thing that is wrong with a network.
 *
 * @param kind what it is
 * @param where the path of the weight or the name of the layer
 * @param value the number that says so
 * @param threshold from where on it does
 */
public record Finding(Kind kind, String where, double value, double threshold) {
    /** What can be wrong. */
    public enum Kind {
        /** A gradient is tiny beside that of other layers: the layer hardly learns. */
        VANISHING,
        /** A gradient is huge or not a number: the next step may ruin the weights. */
        EXPLODING,
        /** Units are 0 for all examples: they get no gradient and do not come back. */
        DEAD,
        /** Activations lie where their function is flat: hardly any gradient passes. */
        SATURATED
    }

    /**
     * What was found, for people, with its threshold.
     *
     * @return a sentence
     */
    public String sentence() {
        return switch (kind) {
            case VANISHING ->
                text("The gradient of %s has vanished: its mean is %.2g of the largest layer's (threshold %.2g).");
            case EXPLODING -> text("The gradient of %s explodes: its norm is %.3g (threshold %.3g).");
            case DEAD -> percent("%.0f%% of the units of %s are dead, never active on the probe batch (threshold %.0f%%).");
            case SATURATED -> percent("%.0f%% of the activations of %s are saturated (threshold %.0f%%).");
        };
    }

    private String text(String format) {
        return String.format(Locale.ROOT, format, where, value, threshold);
    }

    private String percent(String format) {
        return String.format(Locale.ROOT, format, 100 * value, where, 100 * threshold);
    }
}
