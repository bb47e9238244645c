"""Twin of deep-regularizers."""

import keras
import numpy as np

import deep

NEAR = 1e-3


def network(regularizer):
    layers = keras.layers

    def hidden(units):
        return layers.Dense(units, activation="elu", kernel_initializer="he_normal", kernel_regularizer=regularizer())

    return keras.Sequential([
        layers.Input((28, 28, 1)), layers.Flatten(), hidden(300), hidden(100), layers.Dense(10, activation="softmax")])


def sizes(model, history):
    weights = model.layers[1].kernel.numpy().astype("float64")
    return {
        "gap": history["sparse_categorical_accuracy"][-1] - history["val_sparse_categorical_accuracy"][-1],
        "mean_absolute_weight": np.abs(weights).mean(),
        "weight_norm": np.sqrt((weights ** 2).sum()),
        "share_near_0": (np.abs(weights) < NEAR).mean(),
        "share_of_0": (weights == 0).mean(),
    }


def run(lab):
    data = deep.fashion(lab, 5_000)

    def train(regularizer, cell):
        return deep.classify(network(regularizer), keras.optimizers.SGD(0.01), data, lab.choose(5, 20), cell,
                             more=sizes)

    lab.compare("regularizers", {
        "none": lambda: None,
        "L2 0.01": lambda: keras.regularizers.L2(0.01),
        "L1 0.001": lambda: keras.regularizers.L1(0.001),
        "elastic net 0.001, 0.01": lambda: keras.regularizers.L1L2(0.001, 0.01),
    }, train)
