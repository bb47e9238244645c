package io.cornu.layers;

import io.cornu.constraints.Constraint;
import io.cornu.initializers.Initializer;
import io.cornu.regularizers.Regularizer;
import org.tensorflow.ndarray.Shape;

/**
 * What Keras lets one choose for a weight.
 *
 * @param initializer how it starts
 * @param regularizer the penalty on it
 * @param constraint what the optimizer makes of its new value
 */
record WeightOptions(Initializer initializer, Regularizer regularizer, Constraint constraint) {
    VariableSpec named(String name, Shape shape) {
        return VariableSpec.trainable(name, shape, initializer)
                .withRegularizer(regularizer)
                .withConstraint(constraint);
    }
}
