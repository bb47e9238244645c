package io.cornu.layers.attention;

import io.cornu.layers.VariableSpec;
import java.util.List;

/** The dense layers of attention with several heads; the gate among them, whether it is used or not. */
record Projections(Projection query, Projection key, Projection gate, Projection value, Projection output) {
    /** The variables of those that are used, in Keras' order. */
    List<VariableSpec> variables(boolean useGate) {
        return Projection.variables(
                useGate ? List.of(query, key, gate, value, output) : List.of(query, key, value, output));
    }
}
