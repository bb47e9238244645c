/**
 * Layers that go through sequences step by step: {@link io.cornu.layers.recurrent.LSTM} and its kin. What happens in a
 * step is a {@link io.cornu.layers.recurrent.RecurrentCell}.
 */
@NullMarked
package io.cornu.layers.recurrent;

import org.jspecify.annotations.NullMarked;
