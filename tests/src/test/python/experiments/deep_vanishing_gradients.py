"""Twin of deep-vanishing-gradients."""

import keras
import numpy as np
import tensorflow as tf

import deep
import twin

HIDDEN = 10
PROBE = 256


def network(activation, normalized=False):
    layers = keras.layers
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Flatten()])
    for i in range(HIDDEN + 1):
        if normalized:
            model.add(layers.BatchNormalization())
        model.add(layers.Dense(300 if i == 0 else 100, activation=activation))
    model.add(layers.Dense(10, activation="softmax"))
    return model


def first_to_last(model, x, y):
    """Powers of ten between the gradient's norm in the first hidden and in the output layer, as training sees it."""
    statistics = [weight.numpy() for weight in model.non_trainable_variables]
    dense = [layer.kernel for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    with tf.GradientTape() as tape:
        predicted = model(x, training=True)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, predicted))
    gradients = tape.gradient(loss, [dense[0].value, dense[-1].value])
    for weight, value in zip(model.non_trainable_variables, statistics):
        weight.assign(value)
    first, last = (float(tf.norm(gradient)) for gradient in gradients)
    return np.log10(first / last)


def run(lab):
    data = deep.fashion(lab, 10_000)
    epochs = lab.choose(3, 10)
    x, y = data.x[:PROBE], data.y[:PROBE]

    def train(model, cell):
        model = deep.compiled(model(), keras.optimizers.SGD(0.01))
        before = first_to_last(model, x, y)
        history = deep.fit(model, data, epochs)
        results = twin.tested(model, data.x_test, data.y_test)
        results["first_to_last_log10_before"] = before
        results["first_to_last_log10_after"] = first_to_last(model, x, y)
        return cell.outcome(history, results)

    lab.compare("vanishing", {
        "sigmoid": lambda: network("sigmoid"),
        "ReLU": lambda: network("relu"),
        "sigmoid + BatchNormalization": lambda: network("sigmoid", True),
    }, train)
