package io.cornu.activations;

import static io.cornu.ops.GraphMath.constant;

import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Keras' activation functions without arguments; a constant's name in lower case is Keras' name. Source:
 * keras.activations and keras.src.backend.tensorflow.nn, 3.15.
 */
@SuppressWarnings("ImmutableEnumChecker")
enum StandardActivation {
    LINEAR {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return x;
        }
    },
    RELU6 {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.nn.relu6(x);
        }
    },
    SELU {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.nn.selu(x);
        }
    },
    SIGMOID {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.sigmoid(x);
        }
    },
    HARD_SIGMOID {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.div(tf.nn.relu6(tf.math.add(x, constant(tf, x, 3))), constant(tf, x, 6));
        }
    },
    SPARSE_SIGMOID {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            Operand<T> one = constant(tf, x, 1);
            Operand<T> between = tf.math.mul(constant(tf, x, .5), tf.math.add(x, one));
            return tf.select(
                    tf.math.lessEqual(x, constant(tf, x, -1)),
                    tf.zerosLike(x),
                    tf.select(tf.math.greaterEqual(x, one), one, between));
        }
    },
    LOG_SIGMOID {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.neg(tf.math.softplus(tf.math.neg(x)));
        }
    },
    SILU {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.mul(x, tf.math.sigmoid(x));
        }
    },
    HARD_SILU {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.mul(x, HARD_SIGMOID.apply(tf, x));
        }
    },
    MISH {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.mul(x, tf.math.tanh(tf.math.softplus(x)));
        }
    },
    TANH {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.tanh(x);
        }
    },
    TANH_SHRINK {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.sub(x, tf.math.tanh(x));
        }
    },
    HARD_TANH {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.clipByValue(x, constant(tf, x, -1), constant(tf, x, 1));
        }
    },
    SOFTPLUS {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.softplus(x);
        }
    },
    SPARSE_PLUS {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            Operand<T> one = constant(tf, x, 1);
            Operand<T> between = tf.math.mul(constant(tf, x, .25), tf.math.square(tf.math.add(x, one)));
            return tf.select(
                    tf.math.lessEqual(x, constant(tf, x, -1)),
                    tf.zerosLike(x),
                    tf.select(tf.math.less(x, one), between, x));
        }
    },
    SOFTSIGN {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.nn.softsign(x);
        }
    },
    EXPONENTIAL {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.exp(x);
        }
    };

    abstract <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x);

    Activation activation() {
        return new Standard(this);
    }

    private record Standard(StandardActivation function) implements Activation {
        @Override
        public String name() {
            return function.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return function.apply(tf, x);
        }

        @Override
        public String toString() {
            return name();
        }
    }
}
