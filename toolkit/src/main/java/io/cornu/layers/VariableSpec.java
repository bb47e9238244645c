package io.cornu.layers;

import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import org.tensorflow.ndarray.Shape;

/**
 * A variable that a layer needs.
 *
 * @param name the name within the layer, as Keras': {@code kernel}, {@code bias}, {@code gamma}; in an inner layer after
 *     that layer's name and a slash, {@code cell/kernel}
 * @param shape its dimensions, all known
 * @param initializer how it starts
 * @param isTrainable whether the optimizer changes it; false for statistics
 * @param regularizer the penalty on it that training adds to the loss
 * @param constraint what the optimizer makes of its new value
 * @param isOuterToo whether a layer around the one that has it counts it among its own as well; Keras' files hold it
 *     twice then
 */
public record VariableSpec(
        String name,
        Shape shape,
        Initializer initializer,
        boolean isTrainable,
        Regularizer regularizer,
        Constraint constraint,
        boolean isOuterToo) {
    /**
     * A weight.
     *
     * @param name the name within the layer
     * @param shape its dimensions, all known
     * @param initializer how it starts
     * @return the specification, without a penalty or constraint
     */
    public static VariableSpec trainable(String name, Shape shape, Initializer initializer) {
        return new VariableSpec(name, shape, initializer, true, Regularizers.none(), Constraints.none(), false);
    }

    /**
     * A statistic that the layer itself updates, see {@link LayerCall#update}.
     *
     * @param name the name within the layer
     * @param shape its dimensions, all known
     * @param initializer how it starts
     * @return the specification
     */
    public static VariableSpec statistic(String name, Shape shape, Initializer initializer) {
        return new VariableSpec(name, shape, initializer, false, Regularizers.none(), Constraints.none(), false);
    }

    /**
     * The same variable with a penalty.
     *
     * @param penalty the penalty on it
     * @return a copy
     */
    public VariableSpec withRegularizer(Regularizer penalty) {
        return new VariableSpec(name, shape, initializer, isTrainable, penalty, constraint, isOuterToo);
    }

    /**
     * The same variable with a constraint.
     *
     * @param projection what the optimizer makes of its new value
     * @return a copy
     */
    public VariableSpec withConstraint(Constraint projection) {
        return new VariableSpec(name, shape, initializer, isTrainable, regularizer, projection, isOuterToo);
    }

    /**
     * The same variable of a layer within another.
     *
     * @param prefix the inner layer's name within the outer one, with a slash after it
     * @return a copy
     */
    public VariableSpec within(String prefix) {
        return new VariableSpec(prefix + name, shape, initializer, isTrainable, regularizer, constraint, isOuterToo);
    }

    /**
     * The same variable of a layer within another, which the outer layer counts among its own as well.
     *
     * @param prefix the inner layer's name within the outer one, with a slash after it
     * @return a copy
     */
    public VariableSpec sharedWithin(String prefix) {
        return new VariableSpec(prefix + name, shape, initializer, isTrainable, regularizer, constraint, true);
    }
}
