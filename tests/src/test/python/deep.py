"""What the twins of the text on deep neural networks share: its data and its ways of training."""

import os

import keras
import numpy as np

import twin

VALIDATION = 5000
ACCURACY = ["sparse_categorical_accuracy"]


class Data:
    """The first tenth validates, but never more than 5,000; the rest trains."""

    def __init__(self, lab, name, quick):
        arrays = np.load(os.path.join(lab.data_folder, name + ".npz"))
        most = lab.choose(quick, None)
        x, y = arrays["x_train"][:most], arrays["y_train"][:most]
        boundary = min(VALIDATION, len(x) // 10)
        self.x_valid, self.y_valid = x[:boundary], y[:boundary]
        self.x, self.y = x[boundary:], y[boundary:]
        self.x_test, self.y_test = arrays["x_test"][:most], arrays["y_test"][:most]

    @property
    def valid(self):
        return self.x_valid, self.y_valid


def fashion(lab, quick):
    """All of Fashion-MNIST where it is there, else its first examples, from 0 to 1."""
    whole = os.path.exists(os.path.join(lab.data_folder, "fashion-mnist.npz"))
    data = Data(lab, "fashion-mnist" if whole else "fashion-mnist-mini", quick)
    data.x, data.x_test = twin.unit(data.x, data.x_test)
    data.x_valid = data.x_valid.astype("float32") / 255
    return data


def elu_network():
    """The text's eleven hidden layers with ELU."""
    layers = keras.layers
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Flatten()])
    for i in range(11):
        model.add(layers.Dense(300 if i == 0 else 100, activation="elu", kernel_initializer="he_normal"))
    model.add(layers.Dense(10, activation="softmax"))
    return model


def compiled(model, optimizer):
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=ACCURACY)
    return model


def fit(model, data, epochs, callbacks=()):
    return model.fit(data.x, data.y, validation_data=data.valid, epochs=epochs, callbacks=list(callbacks), verbose=0)


def classify(model, optimizer, data, epochs, cell, callbacks=(), more=lambda model, history: {}):
    """Trains and tests; more(model, history) gives further results."""
    compiled(model, optimizer)
    history = fit(model, data, epochs, callbacks)
    results = twin.tested(model, data.x_test, data.y_test)
    results.update(more(model, history.history))
    return cell.outcome(history, results)


def momentum():
    return keras.optimizers.SGD(0.01, momentum=0.9)


def predict_monte_carlo(model, x, passes):
    """The mean of predictions with dropout on; for networks without batch normalization."""
    mean = 0
    for start in range(0, len(x), 500):
        part = keras.ops.convert_to_tensor(x[start:start + 500])
        total = sum(keras.ops.convert_to_numpy(model(part, training=True)).astype("float64") for _ in range(passes))
        mean = total / passes if start == 0 else np.concatenate([mean, total / passes])
    return mean


def scores(probabilities, classes):
    """Accuracy and cross-entropy."""
    right = probabilities.argmax(axis=1) == classes
    loss = -np.log(np.maximum(1e-7, probabilities[np.arange(len(classes)), classes]))
    return {"monte_carlo_loss": loss.mean(), "monte_carlo_accuracy": right.mean()}
