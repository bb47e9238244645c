package io.cornu.tuning;

/**
 * What values a setting can take.
 *
 * <p>Samplers see every value as a number: a choice is the position of its label. Numbers with a logarithmic scale are
 * given as they are, not as logarithms.
 */
public sealed interface Distribution permits FloatDistribution, IntDistribution, ChoiceDistribution {
    /**
     * Whether there is one value alone, so that nothing is to be searched.
     *
     * @return whether there is
     */
    boolean isSingle();

    /**
     * Whether a number is one of the values.
     *
     * @param value the number, a position for a choice
     * @return whether it lies in the range, and on the grid if there is one
     */
    boolean contains(double value);

    /**
     * A value in words.
     *
     * @param value the number, a position for a choice
     * @return such as {@code 0.25}, {@code 64} or {@code adam}
     * @throws IllegalArgumentException if it is none of the values
     */
    String text(double value);

    /**
     * Reads a value from words.
     *
     * @param text such as {@code 0.25}, {@code 64} or {@code adam}
     * @return the number, a position for a choice
     * @throws IllegalArgumentException if it is none of the values
     */
    double parse(String text);
}
