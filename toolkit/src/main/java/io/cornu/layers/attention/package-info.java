/**
 * Layers that look up, for every step of one sequence, what matters to it in another: {@link
 * io.cornu.layers.attention.MultiHeadAttention} and its kin. All take a query, a value and, if it differs from the value,
 * a key; give them with {@link io.cornu.model.Functional.Builder#add}, the same node several times for self-attention.
 */
@NullMarked
package io.cornu.layers.attention;

import org.jspecify.annotations.NullMarked;
