package io.cornu.text;

/**
 * Checks of arguments, each failing with one line: where, what was expected, what was received.
 *
 * <p>Not for checks that need the whole picture, such as shapes: those say how to mend it.
 */
public final class Arguments {
    private Arguments() {}

    /**
     * Requires a number of at least 1.
     *
     * @param where the type that was given the number, such as {@code Dense}
     * @param name the argument's name
     * @param value the number
     * @return the number
     * @throws IllegalArgumentException if it is 0 or negative
     */
    public static int positive(String where, String name, int value) {
        require(value > 0, where, name + " must be at least 1", value);
        return value;
    }

    /**
     * Requires a finite number of at least 0.
     *
     * @param where the type that was given the number
     * @param name the argument's name
     * @param value the number
     * @return the number
     * @throws IllegalArgumentException if it is negative, infinite or NaN
     */
    public static double notNegative(String where, String name, double value) {
        require(value >= 0 && Double.isFinite(value), where, name + " must be a finite number of at least 0", value);
        return value;
    }

    /**
     * Requires a finite number above 0.
     *
     * @param where the type that was given the number
     * @param name the argument's name
     * @param value the number
     * @return the number
     * @throws IllegalArgumentException if it is 0, negative, infinite or NaN
     */
    public static double positive(String where, String name, double value) {
        require(value > 0 && Double.isFinite(value), where, name + " must be a finite number above 0", value);
        return value;
    }

    /**
     * Requires a share of at least 0 and less than 1.
     *
     * @param where the type that was given the number
     * @param name the argument's name
     * @param value the number
     * @return the number
     * @throws IllegalArgumentException if it lies outside [0, 1)
     */
    public static double share(String where, String name, double value) {
        require(value >= 0 && value < 1, where, name + " must be in [0, 1)", value);
        return value;
    }

    /**
     * Requires a condition.
     *
     * @param condition what must hold
     * @param where the type that was given the value
     * @param expectation what was expected of the value, such as {@code "beta1 must be in [0, 1)"}
     * @param received the value
     * @throws IllegalArgumentException if the condition does not hold
     */
    public static void require(boolean condition, String where, String expectation, Object received) {
        if (!condition) {
            throw new IllegalArgumentException(where + ": " + expectation + ", received " + received + ".");
        }
    }
}
