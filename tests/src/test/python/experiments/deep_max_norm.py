"""Twin of deep-max-norm."""

import keras
import numpy as np

import deep
import twin


def network(constraint):
    layers = keras.layers

    def hidden(units):
        return layers.Dense(units, activation="elu", kernel_initializer="he_normal", kernel_constraint=constraint())

    return keras.Sequential([
        layers.Input((28, 28, 1)), layers.Flatten(), hidden(300), hidden(100), layers.Dense(10, activation="softmax")])


def largest_norm(model):
    return np.linalg.norm(model.layers[2].kernel.numpy().astype("float64"), axis=0).max()


def run(lab):
    data = deep.fashion(lab, 5_000)

    def train(constraint, cell):
        model = deep.compiled(network(constraint), deep.momentum())
        before = largest_norm(model)
        history = deep.fit(model, data, lab.choose(5, 20))
        results = twin.tested(model, data.x_test, data.y_test)
        results["largest_norm_before"] = before
        results["largest_norm_after"] = largest_norm(model)
        return cell.outcome(history, results)

    lab.compare("max-norm", {
        "none": lambda: None,
        "max_norm(1)": lambda: keras.constraints.MaxNorm(1.0),
    }, train)
