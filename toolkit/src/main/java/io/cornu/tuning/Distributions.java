package io.cornu.tuning;

import io.cornu.text.Arguments;

/** What all samplers know of ranges. */
final class Distributions {
    private Distributions() {}

    static void requireSame(String name, Distribution before, Distribution now) {
        if (!before.equals(now)) {
            throw new IllegalArgumentException("parameter '" + name + "': expected the range " + before
                    + " it has in this study, received " + now + ". Give another range another name.");
        }
    }

    /** A value of the distribution. */
    static double checked(Distribution distribution, double value) {
        Arguments.require(distribution.contains(value), "setting", "value must lie in " + distribution, value);
        return value;
    }

    /** The value that a number in words is. */
    static double parsed(Distribution distribution, String text) {
        try {
            double value = Double.parseDouble(text);
            Arguments.require(distribution.contains(value), "setting", "value must lie in " + distribution, text);
            return value;
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("setting: value must be a number, received '" + text + "'.", notANumber);
        }
    }

    /** How many numbers stand for a value where a choice takes one for each label. */
    static int width(Distribution distribution) {
        return distribution instanceof ChoiceDistribution choice
                ? choice.labels().size()
                : 1;
    }

    static boolean isLogarithmic(Distribution distribution) {
        return switch (kind(distribution)) {
            case FLOAT -> ((FloatDistribution) distribution).logarithmic();
            case INT -> ((IntDistribution) distribution).logarithmic();
            case CHOICE -> false;
        };
    }

    /** The distance between neighbors; 0 for none. */
    static double step(Distribution distribution) {
        return switch (kind(distribution)) {
            case FLOAT -> ((FloatDistribution) distribution).step();
            case INT -> ((IntDistribution) distribution).step();
            case CHOICE -> 1;
        };
    }

    static double low(Distribution distribution) {
        return switch (kind(distribution)) {
            case FLOAT -> ((FloatDistribution) distribution).low();
            case INT -> ((IntDistribution) distribution).low();
            case CHOICE -> 0;
        };
    }

    static double high(Distribution distribution) {
        return switch (kind(distribution)) {
            case FLOAT -> ((FloatDistribution) distribution).high();
            case INT -> ((IntDistribution) distribution).high();
            case CHOICE -> ((ChoiceDistribution) distribution).labels().size() - 1;
        };
    }

    /** The bounds of the scale, half a step beyond the values if there are steps, logarithms if logarithmic. */
    static double scaleLow(Distribution distribution) {
        return scaled(distribution, low(distribution) - step(distribution) / 2);
    }

    static double scaleHigh(Distribution distribution) {
        return scaled(distribution, high(distribution) + step(distribution) / 2);
    }

    static double scaled(Distribution distribution, double value) {
        return isLogarithmic(distribution) ? Math.log(value) : value;
    }

    /** The value at a place on the scale, rounded onto the grid and held within the bounds. */
    static double unscaled(Distribution distribution, double place) {
        double low = low(distribution);
        double high = high(distribution);
        double value = isLogarithmic(distribution) ? Math.exp(place) : place;
        double step = step(distribution);
        if (step > 0) {
            double steps = (value - low) / step;
            // In the middle Optuna rounds real numbers to the even neighbor and whole ones up.
            value = low
                    + (distribution instanceof FloatDistribution ? Math.rint(steps) : Math.floor(steps + .5)) * step;
        }
        return Math.min(Math.max(value, low), high);
    }

    /** The value at a share of the scale between 0 and 1. */
    static double at(Distribution distribution, double share) {
        double low = scaleLow(distribution);
        return unscaled(distribution, low + share * (scaleHigh(distribution) - low));
    }

    /** Where a value lies between 0 and 1; in the middle if there is one value alone. */
    static double share(Distribution distribution, double value) {
        double low = scaleLow(distribution);
        double high = scaleHigh(distribution);
        return high == low ? .5 : (scaled(distribution, value) - low) / (high - low);
    }

    private enum Kind {
        FLOAT,
        INT,
        CHOICE
    }

    private static Kind kind(Distribution distribution) {
        if (distribution instanceof FloatDistribution) {
            return Kind.FLOAT;
        }
        return distribution instanceof IntDistribution ? Kind.INT : Kind.CHOICE;
    }
}
