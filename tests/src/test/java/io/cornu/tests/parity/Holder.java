package io.cornu.tests.parity;

import io.cornu.activations.Activation;
import io.cornu.activations.Activations;
import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.initializers.Initializers;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.cornu.savedmodels.keras.KerasCodec;
import io.cornu.savedmodels.keras.OptionType;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** A layer that does nothing but hold one value of each kind, as {@code values.Holder} of Python. */
record Holder(Activation activation, Initializer initializer, Regularizer regularizer, Constraint constraint)
        implements Layer {
    static final Holder EMPTY =
            new Holder(Activations.linear(), Initializers.zeros(), Regularizers.none(), Constraints.none());

    static final KerasCodec<Holder> CODEC = KerasCodec.of(Holder.class, () -> EMPTY)
            .option("activation", OptionType.ACTIVATION, Holder::activation, Holder::withActivation)
            .option("initializer", OptionType.INITIALIZER, Holder::initializer, Holder::withInitializer)
            .option("regularizer", OptionType.REGULARIZER, Holder::regularizer, Holder::withRegularizer)
            .option("constraint", OptionType.CONSTRAINT, Holder::constraint, Holder::withConstraint)
            .registeredIn("values");

    static Holder of(Object value) {
        if (value instanceof Activation activation) {
            return EMPTY.withActivation(activation);
        }
        if (value instanceof Initializer initializer) {
            return EMPTY.withInitializer(initializer);
        }
        return value instanceof Regularizer regularizer
                ? EMPTY.withRegularizer(regularizer)
                : EMPTY.withConstraint((Constraint) value);
    }

    Holder withActivation(Activation other) {
        return new Holder(other, initializer, regularizer, constraint);
    }

    Holder withInitializer(Initializer other) {
        return new Holder(activation, other, regularizer, constraint);
    }

    Holder withRegularizer(Regularizer other) {
        return new Holder(activation, initializer, other, constraint);
    }

    Holder withConstraint(Constraint other) {
        return new Holder(activation, initializer, regularizer, other);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.input();
    }
}
