package io.cornu.layers.recurrent;

/** How {@link Bidirectional} makes one output of two. */
public enum MergeMode {
    /** Side by side. */
    CONCAT,
    /** Their sum. */
    SUM,
    /** Their product. */
    MUL,
    /** Their mean. */
    AVE
}
