package io.cornu.layers.attention;

/** How {@link Attention} scores a step of the key for a step of the query. */
public enum ScoreMode {
    /** The dot product of both. */
    DOT,
    /** The sum of the hyperbolic tangents of their sums, which Keras calls concatenation. */
    CONCAT
}
