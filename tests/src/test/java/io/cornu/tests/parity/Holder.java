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
            .option("activation", OptionType.ACTIVATION, Holder::activation, Holder::with)
            .option("initializer", OptionType.INITIALIZER, Holder::initializer, Holder::with)
            .option("regularizer", OptionType.REGULARIZER, Holder::regularizer, Holder::with)
            .option("constraint", OptionType.CONSTRAINT, Holder::constraint, Holder::with)
            .registeredIn("values");

    static Holder of(Object value) {
        if (value instanceof Activation activation) {
            return EMPTY.with(activation);
        }
        if (value instanceof Initializer initializer) {
            return EMPTY.with(initializer);
        }
        return value instanceof Regularizer regularizer ? EMPTY.with(regularizer) : EMPTY.with((Constraint) value);
    }

    Holder with(Activation other) {
        return new Holder(other, initializer, regularizer, constraint);
    }

    Holder with(Initializer other) {
        return new Holder(activation, other, regularizer, constraint);
    }

    Holder with(Regularizer other) {
        return new Holder(activation, initializer, other, constraint);
    }

    Holder with(Constraint other) {
        return new Holder(activation, initializer, regularizer, other);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.input();
    }
}
