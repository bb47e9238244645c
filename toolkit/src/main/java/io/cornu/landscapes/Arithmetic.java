package io.cornu.landscapes;

/**
 * How to compute with some kind of number: doubles, doubles with their derivatives, or TensorFlow's. A {@link
 * PlaneFunction} written once with it can be drawn, differentiated and trained.
 *
 * @param <N> the kind of number
 */
public interface Arithmetic<N> {
    /**
     * A number that does not change.
     *
     * @param value the number
     * @return the same of this kind
     */
    N constant(double value);

    /**
     * A sum.
     *
     * @param a a number
     * @param b a number
     * @return {@code a + b}
     */
    N add(N a, N b);

    /**
     * A difference.
     *
     * @param a a number
     * @param b a number
     * @return {@code a - b}
     */
    N subtract(N a, N b);

    /**
     * A product.
     *
     * @param a a number
     * @param b a number
     * @return {@code a b}
     */
    N multiply(N a, N b);

    /**
     * A quotient.
     *
     * @param a a number
     * @param b a number
     * @return {@code a / b}
     */
    N divide(N a, N b);

    /**
     * A power of e.
     *
     * @param a a number
     * @return its exponential
     */
    N exponential(N a);

    /**
     * A square root.
     *
     * @param a a number of at least 0
     * @return its root
     */
    N squareRoot(N a);

    /**
     * A sine.
     *
     * @param a an angle in radians
     * @return its sine
     */
    N sine(N a);

    /**
     * A cosine.
     *
     * @param a an angle in radians
     * @return its cosine
     */
    N cosine(N a);

    /**
     * A square.
     *
     * @param a a number
     * @return {@code a a}
     */
    default N square(N a) {
        return multiply(a, a);
    }

    /**
     * A sum with a number that does not change.
     *
     * @param a a number
     * @param b a number
     * @return {@code a + b}
     */
    default N plus(N a, double b) {
        return add(a, constant(b));
    }

    /**
     * A product with a number that does not change.
     *
     * @param a a number
     * @param b a number
     * @return {@code a b}
     */
    default N times(N a, double b) {
        return multiply(a, constant(b));
    }
}
