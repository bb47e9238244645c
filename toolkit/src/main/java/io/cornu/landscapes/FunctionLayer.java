package io.cornu.landscapes;

import io.cornu.initializers.Constant;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A place in the plane as a weight of two numbers, with the function's value there as a penalty: the engine that trains
 * networks makes it small. What goes in comes out.
 *
 * @param function the function
 */
record FunctionLayer(PlaneFunction function) implements Layer {
    static final String POSITION = "position";

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        return List.of(VariableSpec.trainable(POSITION, Shape.of(2), Constant.of(0)));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        List<Operand<T>> position = List.copyOf(
                call.tf().unstack(call.variable(POSITION), 2L).output());
        call.penalize(function.value(new Graphs<>(call), position.get(0), position.get(1)));
        return call.input();
    }

    /** TensorFlow's numbers. */
    private record Graphs<T extends TFloating>(LayerCall<T> call) implements Arithmetic<Operand<T>> {
        private Ops tf() {
            return call.tf();
        }

        @Override
        public Operand<T> constant(double value) {
            return call.constant(value);
        }

        @Override
        public Operand<T> add(Operand<T> a, Operand<T> b) {
            return tf().math.add(a, b);
        }

        @Override
        public Operand<T> subtract(Operand<T> a, Operand<T> b) {
            return tf().math.sub(a, b);
        }

        @Override
        public Operand<T> multiply(Operand<T> a, Operand<T> b) {
            return tf().math.mul(a, b);
        }

        @Override
        public Operand<T> divide(Operand<T> a, Operand<T> b) {
            return tf().math.div(a, b);
        }

        @Override
        public Operand<T> exponential(Operand<T> a) {
            return tf().math.exp(a);
        }

        @Override
        public Operand<T> squareRoot(Operand<T> a) {
            return tf().math.sqrt(a);
        }

        @Override
        public Operand<T> sine(Operand<T> a) {
            return tf().math.sin(a);
        }

        @Override
        public Operand<T> cosine(Operand<T> a) {
            return tf().math.cos(a);
        }
    }
}
