package io.cornu.activations;

import static io.cornu.ops.GraphMath.alongLastAxis;
import static io.cornu.ops.GraphMath.constant;

import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.family.TFloating;

/** Keras' activation functions; a constant's name in lower case is Keras' name. Source: keras.activations, 3.15. */
@SuppressWarnings("ImmutableEnumChecker")
enum StandardActivation {
    LINEAR {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return x;
        }
    },
    RELU {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.nn.relu(x);
        }
    },
    RELU6 {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.nn.relu6(x);
        }
    },
    LEAKY_RELU {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.nn.leakyRelu(x, LeakyRelu.alpha(0.2f));
        }
    },
    ELU {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.nn.elu(x);
        }
    },
    SELU {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.nn.selu(x);
        }
    },
    GELU {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            Operand<T> erf = tf.math.erf(tf.math.mul(x, constant(tf, x, Math.sqrt(0.5))));
            return tf.math.mul(tf.math.mul(x, constant(tf, x, 0.5)), tf.math.add(constant(tf, x, 1), erf));
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
            return tf.math.mul(tf.nn.relu6(tf.math.add(x, constant(tf, x, 3))), constant(tf, x, 1 / 6.0));
        }
    },
    SILU {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.mul(x, tf.math.sigmoid(x));
        }
    },
    TANH {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.tanh(x);
        }
    },
    SOFTPLUS {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.softplus(x);
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
    },
    SOFTMAX {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return alongLastAxis(tf, x, tf.nn::softmax);
        }
    },
    LOG_SOFTMAX {
        @Override
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return alongLastAxis(tf, x, tf.nn::logSoftmax);
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
